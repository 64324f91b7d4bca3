package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A validated catalogue entry. */
record Model(
    Provider provider,
    UpstreamModel upstream,
    List<String> aliases,
    List<String> localNames,
    Optional<LocalDate> released,
    Optional<LocalDate> shutDown,
    Optional<String> successor,
    ModelPriceHistory prices) {

  /** All names of the model: id, aliases, local names. */
  Stream<String> names() {
    return Stream.of(List.of(upstream.id()), aliases, localNames).flatMap(List::stream);
  }

  /** Whether it is shut down on that day. */
  boolean isShutDown(LocalDate day) {
    return shutDown.isPresent() && !day.isBefore(shutDown.get());
  }
}
