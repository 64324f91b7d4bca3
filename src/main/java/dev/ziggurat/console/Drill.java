package dev.ziggurat.console;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.List;
import java.util.function.Function;

/**
 * A rehearsed failure, with a switch for each provider.
 *
 * @param name what an operator calls it
 * @param effect what the provider then does, and how long the chain remembers it
 */
public record Drill(String name, String effect, List<Switch> switches) {

  /**
   * Turns a drill on for one provider.
   *
   * @param fault what the simulator is told, as JSON; see {@code PUT /simulator/faults}
   */
  public record Switch(String provider, String fault) {}

  /** Failures of which a call suffers one at most. */
  static List<Drill> alone() {
    return List.of(
        drill("Down", "Answers 503. Left alone for seconds at a time.", "{\"status\":503}"),
        drill(
            "Rate limited",
            "Answers 429 and asks for 20 seconds of peace, which it gets.",
            "{\"status\":429,\"variant\":\"rate\",\"retryAfterSeconds\":20}"),
        drill(
            "Key rejected",
            "Answers 401. Left alone for five minutes, or until an admin asks again.",
            "{\"status\":401,\"variant\":\"key\"}"),
        drill(
            "No credit",
            "Says that the account is empty. Left alone for half an hour, or until an admin asks"
                + " again.",
            Drill::noCredit),
        drill(
            "Model gone",
            "Answers 404. This model is left alone for an hour, others are not.",
            "{\"status\":404,\"variant\":\"model\"}"),
        drill("Hangs", "Takes the question and never answers.", "{\"hang\":true}"),
        drill("Connection refused", "Hangs up before any answer.", "{\"reset\":true}"),
        drill("Connection cut", "Hangs up in the middle of the answer.", "{\"cut\":true}"),
        drill(
            "Broken JSON",
            "The answer ends in the middle of its JSON.",
            "{\"truncatedJson\":true}"),
        drill("Says nothing", "A well-formed answer without a word.", "{\"emptyAnswer\":true}"),
        drill("Talks nonsense", "Words that are no decision.", "{\"garbage\":true}"),
        drill("Declines", "The model refuses to answer.", "{\"refusal\":true}"),
        drill("Gateway page", "Answers 502 with a page of HTML.", "{\"html\":true}"));
  }

  /** What may come on top of a failure, or alone. */
  static List<Drill> beside() {
    return List.of(
        drill("Slow", "Thinks for two seconds before it answers.", "{\"latencyMillis\":2000}"),
        drill(
            "Too many at once",
            "Refuses every call above two at a time. Fewer are then sent at once.",
            "{\"maxInFlight\":2}"),
        drill(
            "Only now and then",
            "What is chosen above happens to each third call only.",
            "{\"only\":{\"every\":3}}"));
  }

  private static String noCredit(Provider provider) {
    return provider.equals(Provider.OPENAI)
        ? "{\"status\":429,\"variant\":\"billing\"}"
        : "{\"status\":402,\"variant\":\"billing\"}";
  }

  private static Drill drill(String name, String effect, String fault) {
    return drill(name, effect, _ -> fault);
  }

  private static Drill drill(String name, String effect, Function<Provider, String> fault) {
    return new Drill(
        name,
        effect,
        Providers.builtIn().inOrder().stream()
            .map(provider -> new Switch(provider.id(), fault.apply(provider)))
            .toList());
  }
}
