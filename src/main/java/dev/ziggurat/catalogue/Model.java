package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A checked entry of the catalogue. */
record Model(
    Provider provider,
    UpstreamModel upstream,
    List<String> aliases,
    List<String> localNames,
    Optional<LocalDate> shutDown,
    Optional<String> successor,
    ModelPriceHistory prices) {

  /** Every name it is called by. */
  Stream<String> names() {
    return Stream.of(List.of(upstream.id()), aliases, localNames).flatMap(List::stream);
  }

  /** Whether it no longer answers on that day. */
  boolean isGone(LocalDate day) {
    return shutDown.isPresent() && !day.isBefore(shutDown.get());
  }
}
