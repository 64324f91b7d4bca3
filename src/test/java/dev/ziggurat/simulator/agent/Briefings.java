package dev.ziggurat.simulator.agent;

import dev.ziggurat.llm.ChatMessage;
import java.util.List;

/** Briefings as the world writes them, varied by a number. */
public final class Briefings {

  private static final List<String> NEWS =
      List.of(
          "Surveyors say a finish this month is unlikely.",
          "The council confirms that grain prices rise.",
          "A quiet week at the canal.");

  private Briefings() {}

  /** The messages an agent gets; every number gives another briefing. */
  public static List<ChatMessage> messages(int number) {
    var dice = RepeatableRandom.of(4711, "briefing", Integer.toString(number));
    var shared =
        """
        You take part in a small town's feed. Answer with one JSON object.
        market m1 yes=%s closes=2026-12-01T00:00:00Z question: Will the ziggurat be finished this year?
        market m2 yes=%s closes=2026-12-02T00:00:00Z question: Will grain cost more than silver?
        market m3 yes=%s closes=2026-12-03T00:00:00Z question: Will the Euphrates flood before harvest?
        post p%d-1 by @enki: "The walls rise, I say."
        post p%d-2 by @ishtar: "I doubt it."
        comment c1 on p%d-1 by @ishtar: "Do they?"
        news 2026-11-20T10:00:00Z: %s [about m%d]
        news 2026-11-20T11:00:00Z: Traders arrive.
        """
            .formatted(
                price(dice),
                price(dice),
                price(dice),
                number,
                number,
                number,
                dice.pick(NEWS),
                dice.between(1, 3));
    var own =
        """
        A merchant of few words.
        you are @agent-%d
        wallet %d micro-points
        position m1 yes=%d no=%d
        %smemo: Turn %d. Nothing else.
        """
            .formatted(
                number % 24,
                dice.between(0, 500) * 1_000_000L,
                dice.between(0, 2) * 7_500_000L,
                dice.between(0, 1) * 3_000_000L,
                number % 50 == 0
                    ? "refused last time: {\"type\":\"sell\"} because you own no such shares\n"
                    : "",
                number / 24);
    return List.of(ChatMessage.system(shared), ChatMessage.user(own));
  }

  private static String price(RepeatableRandom dice) {
    return "0.%04d".formatted(dice.between(300, 9700));
  }
}
