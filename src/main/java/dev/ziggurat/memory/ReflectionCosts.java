package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a reflection can cost, before it is asked for. */
@Singleton
class ReflectionCosts {

  private final Catalogue catalogue;
  private final InstantSource time;

  ReflectionCosts(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /** What a reflection can cost. */
  MarkedCost of(
      PromptRequest request, List<Offer> requested, List<ChainCandidates.Candidate> candidates) {
    var costs = candidates.stream().map(each -> worstCase(request, requested, each)).toList();
    var first =
        candidates.stream()
            .filter(each -> isPreferred(each, requested))
            .findFirst()
            .or(() -> candidates.stream().filter(each -> !each.cooling()).findFirst())
            .or(() -> candidates.stream().findFirst());
    return new MarkedCost(
        first.map(each -> at(each, requested).findFirst().orElse(each.offer())),
        first.map(ChainCandidates.Candidate::simulated).orElse(false),
        costs.stream().flatMap(Optional::stream).reduce(NanoDollars.ZERO, NanoDollars::plus),
        costs.stream().allMatch(Optional::isPresent));
  }

  private static boolean isPreferred(ChainCandidates.Candidate candidate, List<Offer> requested) {
    return requested.stream()
        .findFirst()
        .filter(offer -> offer.provider().equals(candidate.offer().provider()))
        .isPresent();
  }

  private static Stream<Offer> at(ChainCandidates.Candidate candidate, List<Offer> requested) {
    return requested.stream()
        .filter(offer -> offer.provider().equals(candidate.offer().provider()));
  }

  private Optional<NanoDollars> worstCase(
      PromptRequest request, List<Offer> requested, ChainCandidates.Candidate candidate) {
    var costs =
        Stream.concat(Stream.of(candidate.offer()), at(candidate, requested))
            .map(offer -> worstCase(request, offer))
            .toList();
    return costs.stream().allMatch(Optional::isPresent)
        ? costs.stream().flatMap(Optional::stream).reduce(NanoDollars::max)
        : Optional.empty();
  }

  private Optional<NanoDollars> worstCase(PromptRequest request, Offer offer) {
    var date = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue
        .prices(offer.provider(), offer.model().id(), date)
        .worstCase(
            request.bound().inputTokens(),
            offer.model().outputBudget(request.maxOutputTokens()),
            Optional.empty());
  }
}
