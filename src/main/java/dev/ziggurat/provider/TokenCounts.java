package dev.ziggurat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.TokenUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The token counts of one answer as its provider reports them: once, or repeatedly during a stream.
 * A count never shrinks and null changes nothing. One impossible count, such as a negative one,
 * makes all of them unknown, because a cost computed from the others would be too low.
 */
public final class TokenCounts {

  /** Far above what any model reads or writes in one call. */
  static final long MAX = 100_000_000L;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

  private final Map<String, Long> counts = new HashMap<>();
  private boolean impossible;

  /**
   * Adds a reported count that is billed.
   *
   * @param name the name to {@link #get} it by
   */
  public void add(String name, JsonNode reported) {
    if (isReported(reported)) {
      var count = count(reported);
      impossible |= count.isEmpty();
      count.ifPresent(number -> counts.merge(name, number, Math::max));
    }
  }

  /**
   * Adds a reported count that is part of another one, such as cached tokens. It only makes the
   * answer cheaper, so an impossible one is ignored.
   */
  public void addPart(String name, JsonNode reported) {
    count(reported).ifPresent(number -> counts.merge(name, number, Math::max));
  }

  /** Whether these counts were reported, and none was impossible. */
  public boolean known(String... names) {
    for (var name : names) {
      if (!counts.containsKey(name)) {
        return false;
      }
    }
    return !impossible;
  }

  /** Whether an impossible count was reported. */
  public boolean impossible() {
    return impossible;
  }

  /** The largest count reported by this name; 0 if none was. */
  public long get(String name) {
    return counts.getOrDefault(name, 0L);
  }

  private static boolean isReported(JsonNode reported) {
    return !reported.isMissingNode() && !reported.isNull();
  }

  private static OptionalLong count(JsonNode reported) {
    if (reported.isNumber()) {
      // Infinite for numbers such as 1e400.
      var number = reported.doubleValue();
      return number >= 0 && number <= MAX && number == Math.rint(number)
          ? OptionalLong.of((long) number)
          : OptionalLong.empty();
    }
    if (reported.isTextual() && WHOLE_NUMBER.matcher(reported.textValue()).matches()) {
      var number = Long.parseLong(reported.textValue());
      return number <= MAX ? OptionalLong.of(number) : OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /**
   * Token usage; empty if a part is larger than the whole that it belongs to. Such counts
   * contradict each other: some servers count cached or reasoning tokens beside the whole, not
   * within it.
   */
  public static Optional<TokenUsage> usage(
      long input, long cached, long cacheWrite, long output, long reasoning) {
    return cached + cacheWrite > input || reasoning > output
        ? Optional.empty()
        : Optional.of(new TokenUsage(input, cached, cacheWrite, output, reasoning));
  }
}
