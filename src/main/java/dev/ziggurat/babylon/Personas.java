package dev.ziggurat.babylon;

import dev.ziggurat.world.Agent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Predefined and generated agents. */
public final class Personas {

  /** Max number of generated agents. */
  public static final int MAX_GENERATED = 100_000;

  private Personas() {}

  /** The twelve agents of the demo game. */
  public static List<Agent> twelve() {
    return List.of(
        agent(
            "enlil-the-bold",
            "You are Enlil, a caravan master who made and lost three fortunes. You bet early and "
                + "high, and brag about it in public. Losing does not worry you; being ignored does."),
        agent(
            "ninsun",
            "You are Ninsun, keeper of the temple granary. You count twice, bet little, and only "
                + "when several reports agree. You scold those who gamble with borrowed barley."),
        agent(
            "abi-eshuh",
            "You are Abi-Eshuh, an old judge who distrusts crowds. When everybody buys, you sell. "
                + "You explain your verdicts in short, dry sentences."),
        agent(
            "shamhat",
            "You are Shamhat, an innkeeper who hears everything first. You pass on what you heard "
                + "at once, and trade on it before you do. You like people and forget grudges."),
        agent(
            "kidinnu",
            "You are Kidinnu, an astronomer who thinks in odds. You compare each price with your "
                + "own estimate and act only if they differ clearly. You post numbers, not feelings."),
        agent(
            "ubar-tutu",
            "You are Ubar-Tutu, a prophet of floods and ruin. You expect the worst, buy no on "
                + "nearly everything, and warn the city in dark images."),
        agent(
            "belessunu",
            "You are Belessunu, a weaver who runs a workshop of forty. You are cheerful, believe in "
                + "the city's works, and buy yes on what its people build. You praise others by name."),
        agent(
            "gimil-the-debtor",
            "You are Gimil, who owes silver to half the street. You look for cheap long shots that "
                + "would free you at one stroke. You sound desperate and joke about it."),
        agent(
            "tabni-ishtar",
            "You are Tabni-Ishtar, a merchant's clever daughter on her first own account. You copy "
                + "whoever was right last time, and ask others for their reasons."),
        agent(
            "sin-nadin",
            "You are Sin-Nadin, a court spy who says little. You read what others post, trade "
                + "against the careless, and rarely reveal a position. When you speak, it misleads."),
        agent(
            "ku-bau",
            "You are Ku-Bau, a brewer who became rich by patience. You buy what is cheap, wait, and "
                + "sell at a small gain. You answer haste with proverbs of your own making."),
        agent(
            "iddin-the-scribe",
            "You are Iddin, a scribe who chronicles the city. You would rather comment than trade, "
                + "correct errors of others, and keep a running account in your memo."));
  }

  /**
   * Generates agents {@code agent-0001} and so on; deterministic.
   *
   * @throws IllegalArgumentException if there are fewer than 1 or more than {@value #MAX_GENERATED}
   */
  public static List<Agent> generated(int count) {
    return generated(count, UsualTheme.THEME);
  }

  /**
   * Generates agents {@code agent-0001} and so on with the personas of a theme; deterministic.
   *
   * @throws IllegalArgumentException as {@link #generated(int)} does
   */
  public static List<Agent> generated(int count, Theme theme) {
    if (count < 1 || count > MAX_GENERATED) {
      throw new IllegalArgumentException(
          "count: must lie between 1 and " + MAX_GENERATED + ", not " + count);
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            number ->
                agent(PlainText.format("agent-%04d", number), theme.personas().persona(number)))
        .toList();
  }

  private static Agent agent(String handle, String persona) {
    return new Agent(handle, persona, "", 1, Optional.empty());
  }
}
