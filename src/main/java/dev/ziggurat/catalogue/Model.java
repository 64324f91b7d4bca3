package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A checked entry of the catalogue. */
record Model(
    Provider provider,
    UpstreamModel upstream,
    List<String> aliases,
    Optional<LocalDate> shutDown,
    Optional<String> successor,
    PriceHistory prices) {

  /** Whether it no longer answers on that day. */
  boolean isGone(LocalDate day) {
    return shutDown.isPresent() && !day.isBefore(shutDown.get());
  }
}
