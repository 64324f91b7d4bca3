package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.ModelEntry.Price;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The price in an entry, in US dollars per million tokens; parts may be missing. */
record StatedPrice(
    Optional<BigDecimal> input,
    Optional<BigDecimal> cached,
    Optional<BigDecimal> cacheWrite,
    Optional<BigDecimal> output) {

  boolean isEmpty() {
    return all().allMatch(Optional::isEmpty);
  }

  private Stream<Optional<BigDecimal>> all() {
    return Stream.of(input, cached, cacheWrite, output);
  }

  /** Whether all stated parts are 0, which LiteLLM users often write for unknown prices. */
  boolean isFree() {
    return !isEmpty() && all().flatMap(Optional::stream).allMatch(each -> each.signum() == 0);
  }

  /** Whether all stated parts equal those of a known price. */
  boolean agreesWith(Price known) {
    return agree(input, known.input())
        && agree(cached, Objects.requireNonNullElse(known.cached(), known.input()))
        && agree(cacheWrite, Objects.requireNonNullElse(known.cacheWrite(), known.input()))
        && agree(output, known.output());
  }

  /** Whether two entries for the same model have compatible prices. */
  boolean agreesWith(StatedPrice other) {
    return agree(input, other.input.orElse(null))
        && agree(cached, other.cached.orElse(null))
        && agree(cacheWrite, other.cacheWrite.orElse(null))
        && agree(output, other.output.orElse(null));
  }

  private static boolean agree(Optional<BigDecimal> stated, BigDecimal known) {
    return stated.isEmpty() || known == null || stated.get().compareTo(known) == 0;
  }
}
