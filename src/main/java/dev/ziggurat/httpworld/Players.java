package dev.ziggurat.httpworld;

import dev.ziggurat.world.Agent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Agents for games of any kind. */
final class Players {

  private static final List<String> CHARACTERS =
      List.of(
          "You are bold: you act early, and losing does not worry you.",
          "You are careful: you avoid what could ruin you.",
          "You are generous, and remember who was generous to you.",
          "You are selfish, and polite about it.",
          "You are suspicious of everybody who is friendly.",
          "You are patient: you give up little things now for greater ones later.",
          "You are vengeful: who harms you is paid back, whatever it costs.",
          "You are a joiner: you do what most others did last time.",
          "You are contrary: you do what most others did not do last time.",
          "You are curious: you try what you have not tried yet.",
          "You are talkative, and try to persuade the others.",
          "You think in numbers, and do what pays most.");

  private Players() {}

  /** So many agents with different handles, each alike every time. */
  static List<Agent> generated(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            index ->
                new Agent(
                    "player-" + (index + 1),
                    CHARACTERS.get(index % CHARACTERS.size()),
                    "",
                    1,
                    Optional.empty()))
        .toList();
  }
}
