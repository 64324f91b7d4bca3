package dev.ziggurat.console;

import dev.ziggurat.llm.Provider;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A simulated failure with a switch per provider.
 *
 * @param name its display name
 * @param effect the provider's behaviour and the cooldown that follows
 */
public record Drill(String name, String effect, List<Switch> switches) {

  /**
   * Turns a drill on for one provider.
   *
   * @param fault the simulator's fault as JSON; see {@code PUT /simulator/faults}
   */
  public record Switch(String provider, String fault) {}

  /** Mutually exclusive failures. */
  static List<Drill> alone() {
    return List.of(
        drill("Down", "Answers 503. Cooldown of some seconds.", "{\"status\":503}"),
        drill(
            "Rate limited",
            "Answers 429 with Retry-After 20 seconds. Cooldown of 20 seconds.",
            "{\"status\":429,\"variant\":\"rate\",\"retryAfterSeconds\":20}"),
        drill(
            "Key rejected",
            "Answers 401. Cooldown of five minutes, or until an admin resets it.",
            "{\"status\":401,\"variant\":\"key\"}"),
        drill(
            "No credit",
            "Reports an empty account. Cooldown of half an hour, or until an admin" + " resets it.",
            Drill::noCredit),
        drill(
            "Model gone",
            "Answers 404. Cooldown of an hour for this model only.",
            "{\"status\":404,\"variant\":\"model\"}"),
        drill("Hangs", "Accepts the request and never answers.", "{\"hang\":true}"),
        drill("Connection refused", "Closes the connection before any answer.", "{\"reset\":true}"),
        drill(
            "Connection cut",
            "Closes the connection in the middle of the answer.",
            "{\"cut\":true}"),
        drill(
            "Broken JSON",
            "The answer ends in the middle of its JSON.",
            "{\"truncatedJson\":true}"),
        drill("Empty answer", "A well-formed answer without text.", "{\"emptyAnswer\":true}"),
        drill("Garbage answer", "Text that is not a decision.", "{\"garbage\":true}"),
        drill("Declines", "The model refuses to answer.", "{\"refusal\":true}"),
        drill("Gateway page", "Answers 502 with a page of HTML.", "{\"html\":true}"));
  }

  /** Modifiers, with a failure or alone. */
  static List<Drill> beside() {
    return List.of(
        drill("Slow", "Answers two seconds later.", "{\"latencyMillis\":2000}"),
        drill(
            "Concurrency limit",
            "Rejects calls above two in flight. The chain then lowers its concurrency.",
            "{\"maxInFlight\":2}"),
        drill(
            "Intermittent",
            "The failure above affects every third call only.",
            "{\"only\":{\"every\":3}}"));
  }

  private static String noCredit(Provider provider) {
    return provider == Provider.OPENAI
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
        Stream.of(Provider.values())
            .map(provider -> new Switch(provider.id(), fault.apply(provider)))
            .toList());
  }
}
