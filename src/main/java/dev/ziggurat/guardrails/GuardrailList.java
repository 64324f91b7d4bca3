package dev.ziggurat.guardrails;

import java.util.List;
import java.util.stream.Stream;

/**
 * The guardrails of a key, of a game, or of all keys, in the order in which they are applied.
 *
 * @param json the list as it was configured, as JSON
 */
public record GuardrailList(List<Guardrail> all, String json) {

  /** No guardrails. */
  public static final GuardrailList NONE = new GuardrailList(List.of(), "[]");

  /** The most guardrails of a list. */
  public static final int MOST = 32;

  public GuardrailList {
    all = List.copyOf(all);
  }

  /** Those that look at this side, in order. */
  public List<Guardrail> on(CallSide side) {
    return all.isEmpty()
        ? all
        : all.stream().filter(guardrail -> guardrail.on().contains(side)).toList();
  }

  /** Whether one looks at this side. */
  public boolean has(CallSide side) {
    return !all.isEmpty() && all.stream().anyMatch(guardrail -> guardrail.on().contains(side));
  }

  /** Whether one reads the texts of this side, and does not only count or compare names. */
  public boolean readsTexts(CallSide side) {
    return on(side).stream()
        .anyMatch(
            guardrail ->
                guardrail instanceof Guardrail.OfTexts || guardrail instanceof Guardrail.OfVerdict);
  }

  /** These guardrails, then those. */
  public GuardrailList and(GuardrailList then) {
    if (then.all.isEmpty()) {
      return this;
    }
    return all.isEmpty()
        ? then
        : new GuardrailList(Stream.concat(all.stream(), then.all.stream()).toList(), "");
  }

  /** Lists are equal if they were configured alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GuardrailList list && json.equals(list.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }
}
