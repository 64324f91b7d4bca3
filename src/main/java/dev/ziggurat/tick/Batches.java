package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.TextSize;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.world.AgentKind;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the agents of a shard together that can be asked in one call: those of which the same model
 * is asked for, who are asked with the same variant, and whose actions keep to the same schema. A
 * call has as many as the game wants, and no more than the model can answer: their answers must fit
 * into its output, and with their prompts into its context window.
 */
@Singleton
class Batches {

  private final Catalogue catalogue;
  private final OwnModels ownModels;
  private final InstantSource time;

  Batches(Catalogue catalogue, OwnModels ownModels, InstantSource time) {
    this.catalogue = catalogue;
    this.ownModels = ownModels;
    this.time = time;
  }

  /** How many agents of this game are asked in one call at most. */
  static int most(Tick tick) {
    return Math.max(1, tick.game().batch().orElse(1));
  }

  /**
   * The calls for these turns.
   *
   * @param many whether the tick makes so many calls that later ones can find the shared part of
   *     the prompt in a cache
   */
  List<Batch> of(
      Thinker.Session session, List<Turn> shard, Map<String, Recalled> recalled, boolean many) {
    var most = most(session.tick());
    if (most == 1) {
      return shard.stream().map(turn -> single(session, turn, recalled)).toList();
    }
    var batches = new ArrayList<Batch>();
    var together = new LinkedHashMap<Batch.Common, List<Batch.Member>>();
    for (var turn : shard) {
      if (turn.agent().kind() instanceof AgentKind.Model) {
        add(session, turn, recalled, together);
      } else {
        batches.add(single(session, turn, recalled));
      }
    }
    together.forEach(
        (common, members) -> batches.addAll(calls(session, common, members, most, many)));
    return batches;
  }

  private static Batch single(Thinker.Session session, Turn turn, Map<String, Recalled> recalled) {
    var member = new Batch.Member(turn, recalled(recalled, turn), "", Optional.empty());
    return single(session, member);
  }

  /** The call for one agent. */
  static Batch single(Thinker.Session session, Batch.Member member) {
    var tick = session.tick();
    var caller = Caller.turn(tick.game().id(), tick.number(), member.handle(), tick.epoch());
    return new Batch(caller, List.of(member), Batch.Common.USUAL, false);
  }

  private static Recalled recalled(Map<String, Recalled> byHandle, Turn turn) {
    return byHandle.getOrDefault(turn.agent().handle(), Recalled.NOTHING);
  }

  private void add(
      Thinker.Session session,
      Turn turn,
      Map<String, Recalled> recalled,
      Map<Batch.Common, List<Batch.Member>> together) {
    var agent = turn.agent();
    var cheaper = session.budgets().cheaper(agent, time.instant());
    var shown = recalled(recalled, turn);
    var schema = session.world().answerSchema(agent);
    var variant = session.variants().of(turn.arm());
    var part =
        Prompt.instructed(
            variant,
            session.prompt().part(agent, session.world().brief(agent), schema, shown.text()));
    together
        .computeIfAbsent(
            new Batch.Common(ownModels.requested(agent, variant, cheaper), schema, variant),
            _ -> new ArrayList<>())
        .add(new Batch.Member(turn, shown, part, cheaper));
  }

  private List<Batch> calls(
      Thinker.Session session,
      Batch.Common common,
      List<Batch.Member> members,
      int most,
      boolean many) {
    var first = first(session, common.requested());
    var model = first.map(Offer::model);
    var repeated = many && first.filter(this::cachesForLess).isPresent();
    var outputTokens = session.prompt().outputTokens();
    var room =
        model
            .filter(known -> known.maxOutputTokens() > 0)
            .map(known -> Math.max(1, known.maxOutputTokens() / outputTokens))
            .orElse(most);
    var window = model.map(UpstreamModel::contextTokens).filter(tokens -> tokens > 0);
    var shared = tokens(session.prompt().sharedSize());
    var batches = new ArrayList<Batch>();
    var call = new ArrayList<Batch.Member>();
    var used = shared;
    for (var member : members) {
      var more = tokens(TextSize.of(member.part())) + outputTokens;
      var isFull =
          call.size() == Math.min(most, room) || window.isPresent() && used + more > window.get();
      if (isFull && !call.isEmpty()) {
        batches.add(batch(session, common, call, repeated));
        call.clear();
        used = shared;
      }
      call.add(member);
      used += more;
    }
    if (!call.isEmpty()) {
      batches.add(batch(session, common, call, repeated));
    }
    return batches;
  }

  private boolean cachesForLess(Offer offer) {
    var day = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue
        .prices(offer.provider(), offer.model().id(), day)
        .ofShortPrompts()
        .filter(prices -> prices.cached() < prices.input())
        .isPresent();
  }

  /** The model that is asked first. */
  private static Optional<Offer> first(Thinker.Session session, List<Offer> requested) {
    return requested.stream()
        .findFirst()
        .or(
            () ->
                session.candidates().stream()
                    .filter(candidate -> !candidate.cooling())
                    .map(ChainCandidates.Candidate::offer)
                    .findFirst());
  }

  private static Batch batch(
      Thinker.Session session, Batch.Common common, List<Batch.Member> members, boolean repeated) {
    if (members.size() == 1) {
      return single(session, members.getFirst());
    }
    var tick = session.tick();
    var shared = Math.ceilDiv(session.prompt().sharedSize().bytes(), members.size());
    var parts =
        members.stream()
            .map(
                member ->
                    new Caller.Part(member.handle(), shared + TextSize.of(member.part()).bytes()))
            .toList();
    var caller = Caller.turns(tick.game().id(), tick.number(), parts, tick.epoch());
    return new Batch(caller, members, common, repeated);
  }

  /** Estimated, rather too many than too few. */
  private static long tokens(TextSize size) {
    return Math.ceilDiv(size.tokenThirds(), 3);
  }
}
