package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What a call for embeddings can cost, before it is made. */
@Singleton
class EmbeddingCosts {

  private final Catalogue catalogue;
  private final ChainCandidates candidates;
  private final InstantSource time;

  EmbeddingCosts(Catalogue catalogue, ChainCandidates candidates, InstantSource time) {
    this.catalogue = catalogue;
    this.candidates = candidates;
    this.time = time;
  }

  /** The sum over all providers, each of which may bill an unusable answer. */
  MarkedCost of(ForwardedRequest request, List<Offer> offers, SettingsView view) {
    var costs = offers.stream().map(offer -> worstCase(request, offer)).toList();
    var first = offers.stream().findFirst();
    return new MarkedCost(
        first,
        first
            .map(
                offer ->
                    candidates.candidates(view).stream()
                        .filter(each -> each.offer().provider().equals(offer.provider()))
                        .anyMatch(ChainCandidates.Candidate::simulated))
            .orElse(false),
        costs.stream().flatMap(Optional::stream).reduce(NanoDollars.ZERO, NanoDollars::plus),
        costs.stream().allMatch(Optional::isPresent));
  }

  private Optional<NanoDollars> worstCase(ForwardedRequest request, Offer offer) {
    var date = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    var tokens = request.bound().inputTokens(offer.model());
    return tokens.isEmpty()
        ? Optional.empty()
        : catalogue
            .prices(offer.provider(), offer.model().id(), date)
            .worstCase(tokens.getAsLong(), 0, Optional.empty());
  }
}
