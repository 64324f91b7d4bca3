package dev.ziggurat.simulator.agent;

import dev.ziggurat.simulator.agent.Temperament.Voice;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Texts of posts: short sentences, varied by voice and mood, at most 240 characters. */
final class Phrases {

  private static final int QUOTED = 90;

  private static final Map<Voice, List<String>> CHEAP =
      Map.of(
          Voice.DRY,
          List.of(
              "\"%s\" trades at %s. My sheet says %s.",
              "Market: %2$s. Me: %3$s. On \"%1$s\" one of us is wrong.",
              "I see value in yes on \"%s\": %s now, %s by my count."),
          Voice.EAGER,
          List.of(
              "Only %2$s for \"%1$s\"? I would pay %3$s and smile!",
              "Yes on \"%s\" is on sale at %s! Worth %s to me!",
              "Get in early: \"%s\" at %s will not stay below %s."),
          Voice.WARY,
          List.of(
              "I rarely say this, but yes on \"%s\" looks cheap: %s against my %s.",
              "Carefully long on \"%s\". Price %s, my guess %s, small size.",
              "Not without risk, yet \"%s\" at %s is under my %s."),
          Voice.HOMELY,
          List.of(
              "My neighbour laughs at %2$s for \"%1$s\". I say %3$s.",
              "Folks at the gate talk of \"%s\"; %s is too low, call it %s.",
              "Planted a little yes in \"%s\" at %s. Hoping for %s."));

  private static final Map<Voice, List<String>> DEAR =
      Map.of(
          Voice.DRY,
          List.of(
              "\"%s\" at %s is generous. I get %s.",
              "Selling hope again: \"%s\" quoted %s, fair %s.",
              "No on \"%s\". The gap from %s to %s is the trade."),
          Voice.EAGER,
          List.of(
              "%2$s for \"%1$s\"? No chance, %3$s at best!",
              "Fade it! \"%s\" is at %s and heading to %s!",
              "I am loading up on no in \"%s\": %s is far above %s!"),
          Voice.WARY,
          List.of(
              "Something smells about \"%s\" at %s. I would not go over %s.",
              "Crowds made \"%s\" cost %s. I stay near %s.",
              "Before you buy \"%s\" at %s, ask who sells. My number: %s."),
          Voice.HOMELY,
          List.of(
              "Too many cooks in \"%s\": %s. My pot says %s.",
              "Old saying: pay %3$s, not %2$s, for things like \"%1$s\".",
              "I keep my points away from \"%s\" at %s; %s would be fair."));

  private static final List<String> NEWS =
      List.of(
          "Heard this: %s Anyone with more?",
          "%s If that holds, prices are stale.",
          "Reading between the lines: %s",
          "So: %s Who had that on the tablet?");

  private static final Map<Voice, List<String>> IDLE =
      Map.of(
          Voice.DRY, List.of("No open markets. Productivity rises.", "Nothing to price today."),
          Voice.EAGER, List.of("Give us a market, I am ready!", "Who opens the next question?"),
          Voice.WARY, List.of("Quiet before something.", "An empty board is the safest board."),
          Voice.HOMELY, List.of("Nice evening at the canal.", "Bread first, bets later."));

  private static final Map<Voice, List<String>> AGREE =
      Map.of(
          Voice.DRY, List.of("@%s checks out.", "Same numbers here, @%s."),
          Voice.EAGER, List.of("Exactly, @%s! I am in too!", "@%s is on fire today!"),
          Voice.WARY,
              List.of("I hope @%s is right; I half believe it.", "Fair point, @%s, for now."),
          Voice.HOMELY, List.of("Well put, @%s.", "My cousin says the same, @%s."));

  private static final Map<Voice, List<String>> DISAGREE =
      Map.of(
          Voice.DRY, List.of("@%s, source?", "I read the same and conclude the opposite, @%s."),
          Voice.EAGER, List.of("No way, @%s! Other side for me!", "Bet you are wrong, @%s!"),
          Voice.WARY, List.of("@%s is braver than I am.", "I would wait a tick, @%s."),
          Voice.HOMELY, List.of("Easy now, @%s, one rain is no flood.", "Let us see, @%s."));

  private static final List<String> JOIN =
      List.of(
          "Busy thread, @%s. The crowd may be the signal.",
          "Everyone piles in on @%s, so I only nod.", "Late to this one, @%s, still worth a word.");

  private static final List<String> PRIVATELY =
      List.of(
          "Between us: which side do you hold?",
          "Not for the feed, but I doubt what they say there.",
          "Shall we keep our numbers to ourselves for a while?",
          "Tell me before you sell.",
          "I trust your count more than the market's. What is it?");

  private static final List<String> GROUP_NAMES =
      List.of("Quiet table", "Behind the granary", "Copper ring", "Early risers");

  private Phrases() {}

  static String onMarket(
      Voice voice, String question, double price, double belief, RepeatableRandom dice) {
    var phrase = dice.pick((belief >= price ? CHEAP : DEAR).get(voice));
    return String.format(Locale.ROOT, phrase, cut(question), percent(price), percent(belief));
  }

  static String onNews(Voice voice, String news, RepeatableRandom dice) {
    return (voice == Voice.EAGER ? "News! " : "") + String.format(dice.pick(NEWS), cut(news));
  }

  static String idle(Voice voice, RepeatableRandom dice) {
    return dice.pick(IDLE.get(voice));
  }

  static String answering(Voice voice, String author, boolean hopeful, RepeatableRandom dice) {
    var agrees = dice.chance(hopeful ? 0.6 : 0.4);
    return String.format(dice.pick((agrees ? AGREE : DISAGREE).get(voice)), author);
  }

  static String joining(String author, RepeatableRandom dice) {
    return String.format(dice.pick(JOIN), author);
  }

  /** A message that others do not see. */
  static String privately(RepeatableRandom dice) {
    return dice.pick(PRIVATELY);
  }

  static String groupName(RepeatableRandom dice) {
    return dice.pick(GROUP_NAMES);
  }

  private static String percent(double probability) {
    return Math.round(probability * 100) + "%";
  }

  private static String cut(String text) {
    var trimmed = text.strip();
    return trimmed.length() <= QUOTED
        ? trimmed
        : trimmed.substring(0, trimmed.offsetByCodePoints(0, QUOTED / 2)) + "...";
  }
}
