package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.Outlook;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Lets one agent think: briefing, chain, decision. */
@Singleton
public class Thinker {

  private final Chain chain;
  private final Catalogue catalogue;
  private final DecisionParser decisions;
  private final TickConfig config;
  private final InstantSource time;

  Thinker(
      Chain chain,
      Catalogue catalogue,
      DecisionParser decisions,
      TickConfig config,
      InstantSource time) {
    this.chain = chain;
    this.catalogue = catalogue;
    this.decisions = decisions;
    this.config = config;
    this.time = time;
  }

  /**
   * What all turns of a tick share while they think.
   *
   * @param until when thinking ends
   */
  record Session(
      Tick tick,
      World.State world,
      Prompt prompt,
      SettingsView settings,
      List<Outlook.Candidate> candidates,
      Instant until) {}

  /**
   * What a turn's call may cost at most, and of whom it will be asked first.
   *
   * @param provider empty when nobody can be asked
   * @param atMost the sum over all that may be asked: each may bill an answer of no use, before the
   *     next is asked
   * @param priceKnown whether all their prices are known; when not, {@code atMost} is too low
   * @param simulated whether the first is played by the simulator
   */
  record Exposure(
      Optional<String> provider,
      Optional<String> model,
      NanoDollars atMost,
      boolean priceKnown,
      boolean simulated) {}

  /** The exposure of a turn's call. */
  Exposure exposure(Session session, Turn turn) {
    var agent = turn.agent();
    var tokens =
        session.prompt().estimatedInputTokens(agent.persona() + agent.memo()) + OWN_PART_TOKENS;
    var own = preferred(turn);
    var costs =
        session.candidates().stream().map(candidate -> worstCase(candidate, own, tokens)).toList();
    var atMost =
        costs.stream().flatMap(Optional::stream).reduce(NanoDollars.ZERO, NanoDollars::plus);
    var first = first(session.candidates(), own);
    return new Exposure(
        first.map(candidate -> candidate.offer().provider().id()),
        first.map(candidate -> candidate.offer().model().id()),
        atMost,
        costs.stream().allMatch(Optional::isPresent),
        first.map(Outlook.Candidate::simulated).orElse(false));
  }

  /** A provider bills a call once at most, for the agent's own model or for the one chosen. */
  private Optional<NanoDollars> worstCase(
      Outlook.Candidate candidate, Optional<Offer> own, long inputTokens) {
    var chosen = worstCase(candidate.offer(), inputTokens);
    return own.filter(offer -> offer.provider() == candidate.offer().provider())
        .map(offer -> worstCase(offer, inputTokens).flatMap(cost -> chosen.map(cost::max)))
        .orElse(chosen);
  }

  private Optional<NanoDollars> worstCase(Offer offer, long inputTokens) {
    var date = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue.worstCase(offer, inputTokens, config.outputTokens(), date);
  }

  private static Optional<Outlook.Candidate> first(
      List<Outlook.Candidate> candidates, Optional<Offer> own) {
    return own.flatMap(
            offer ->
                candidates.stream()
                    .filter(candidate -> candidate.offer().provider() == offer.provider())
                    .findFirst()
                    .map(
                        candidate ->
                            new Outlook.Candidate(
                                offer, candidate.simulated(), candidate.cooling())))
        .or(() -> candidates.stream().filter(candidate -> !candidate.cooling()).findFirst())
        .or(() -> candidates.stream().findFirst());
  }

  /** More tokens than the world's part of an agent's own briefing has. */
  private static final long OWN_PART_TOKENS = 2_000;

  Thought think(Session session, Turn turn) {
    var own = session.prompt().own(turn.agent(), session.world().brief(turn.agent()));
    var reader = new Reader();
    var call =
        new Call(
            session.prompt().request(own),
            reader,
            Caller.turn(
                session.tick().game().id(),
                session.tick().number(),
                turn.agent().handle(),
                session.tick().epoch()),
            session.settings(),
            session.until(),
            preferred(turn),
            true);
    try {
      var completion = chain.complete(call);
      var answered = new Thought.Answered(completion, reader.decision().orElseThrow());
      return thought(turn, own, call, Optional.of(answered), false);
    } catch (ChainExhausted exhausted) {
      var outOfTime = Duration.between(time.instant(), session.until()).toMillis() < 100;
      return thought(turn, own, call, Optional.empty(), outOfTime);
    } catch (RuntimeException unforeseen) {
      // What was spent until here must still reach the ledger.
      Log.errorf(unforeseen, "The turn of %s failed", turn.agent().handle());
      return thought(turn, own, call, Optional.empty(), false);
    }
  }

  private static Thought thought(
      Turn turn, String own, Call call, Optional<Thought.Answered> answered, boolean outOfTime) {
    return new Thought(turn, own, call.attempts(), call.path(), answered, outOfTime);
  }

  /** The model the agent brings, and with it the provider to try first. */
  private Optional<Offer> preferred(Turn turn) {
    return turn.agent()
        .model()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers().getFirst());
  }

  /** Accepts answers that hold a decision, and keeps it. */
  private final class Reader implements AnswerCheck {

    private Optional<Decision> decision = Optional.empty();

    @Override
    public Optional<String> rejection(Completion completion) {
      try {
        decision = Optional.of(decisions.parse(completion.text()));
        return Optional.empty();
      } catch (DecisionParser.Unreadable unreadable) {
        return Optional.of(unreadable.getMessage());
      }
    }

    private Optional<Decision> decision() {
      return decision;
    }
  }
}
