package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.world.AgentKind;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes the maximum cost of a call before it is made. */
@Singleton
class WorstCaseCosts {

  private final Catalogue catalogue;
  private final OwnModels ownModels;
  private final TickConfig config;
  private final InstantSource time;

  WorstCaseCosts(Catalogue catalogue, OwnModels ownModels, TickConfig config, InstantSource time) {
    this.catalogue = catalogue;
    this.ownModels = ownModels;
    this.config = config;
    this.time = time;
  }

  /**
   * The maximum cost of a turn's call.
   *
   * @param recalled what its prompt shows of the agent's memory
   */
  WorstCaseCost of(Thinker.Session session, Turn turn, Recalled recalled) {
    var agent = turn.agent();
    if (!(agent.kind() instanceof AgentKind.Model)) {
      return new WorstCaseCost(Optional.empty(), Optional.empty(), NanoDollars.ZERO, true, false);
    }
    var variant = session.variants().of(turn.arm());
    var tokens =
        session.prompt().mostInputTokens(unknownOf(turn, variant, recalled))
            + session.world().briefingTokens(agent);
    return of(session, ownModels.of(agent, variant), tokens, config.outputTokens());
  }

  /** What of an agent's prompt the briefing does not have. */
  private static String unknownOf(Turn turn, Variant variant, Recalled recalled) {
    return variant.instructions().orElse("")
        + turn.agent().persona()
        + turn.agent().memo()
        + recalled.text();
  }

  /** The maximum cost of a call for several agents, whose own models are the same. */
  WorstCaseCost of(Thinker.Session session, Batch batch) {
    var members = batch.members();
    if (batch.isSingle()) {
      return of(session, members.getFirst().turn(), members.getFirst().recalled());
    }
    var variant = batch.common().variant();
    var tokens =
        session
                .prompt()
                .mostInputTokens(
                    members.stream()
                        .map(member -> unknownOf(member.turn(), variant, member.recalled()))
                        .toList())
            + members.stream()
                .mapToLong(member -> session.world().briefingTokens(member.turn().agent()))
                .sum();
    var own = ownModels.of(members.getFirst().turn().agent(), variant);
    return of(session, own, tokens, config.outputTokens() * members.size());
  }

  private WorstCaseCost of(
      Thinker.Session session, Optional<Offer> own, long inputTokens, int outputTokens) {
    var others = Stream.concat(own.stream(), session.budgets().cheaperOffers().stream()).toList();
    var costs =
        session.candidates().stream()
            .map(candidate -> worstCase(candidate, others, inputTokens, outputTokens))
            .toList();
    var atMost =
        costs.stream().flatMap(Optional::stream).reduce(NanoDollars.ZERO, NanoDollars::plus);
    var first = first(session.candidates(), own);
    return new WorstCaseCost(
        first.map(candidate -> candidate.offer().provider().id()),
        first.map(candidate -> candidate.offer().model().id()),
        atMost,
        costs.stream().allMatch(Optional::isPresent),
        first.map(ChainCandidates.Candidate::simulated).orElse(false));
  }

  /**
   * A provider bills a call at most once, for the chosen model or for one that may be asked for
   * instead: the agent's own, or the cheaper one.
   */
  private Optional<NanoDollars> worstCase(
      ChainCandidates.Candidate candidate, List<Offer> others, long inputTokens, int outputTokens) {
    return others.stream()
        .filter(offer -> offer.provider().equals(candidate.offer().provider()))
        .reduce(
            worstCase(candidate.offer(), inputTokens, outputTokens),
            (greatest, offer) ->
                worstCase(offer, inputTokens, outputTokens)
                    .flatMap(cost -> greatest.map(cost::max)),
            (one, other) -> one.flatMap(cost -> other.map(cost::max)));
  }

  private Optional<NanoDollars> worstCase(Offer offer, long inputTokens, int outputTokens) {
    var date = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue
        .prices(offer.provider(), offer.model().id(), date)
        .worstCase(inputTokens, offer.model().outputBudget(outputTokens), Optional.empty());
  }

  private static Optional<ChainCandidates.Candidate> first(
      List<ChainCandidates.Candidate> candidates, Optional<Offer> own) {
    return own.flatMap(
            offer ->
                candidates.stream()
                    .filter(candidate -> candidate.offer().provider().equals(offer.provider()))
                    .findFirst()
                    .map(
                        candidate ->
                            new ChainCandidates.Candidate(
                                offer, candidate.simulated(), candidate.cooling())))
        .or(() -> candidates.stream().filter(candidate -> !candidate.cooling()).findFirst())
        .or(() -> candidates.stream().findFirst());
  }
}
