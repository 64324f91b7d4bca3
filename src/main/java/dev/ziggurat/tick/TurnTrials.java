package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks another model what a turn asked, once and without fallback. Nothing is written but the
 * attempts, as those of an admin: budgets of providers bind them, budgets of the game do not.
 * Models that the guardrails of the game do not allow are not asked.
 */
@Singleton
public class TurnTrials {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String MODEL = "model";

  private final Chain chain;
  private final Catalogue catalogue;
  private final Settings settings;
  private final Worlds worlds;
  private final Agents agents;
  private final GameGuardrails guardrails;
  private final DecisionParser decisions;
  private final Database database;
  private final Ledger ledger;
  private final TickConfig config;
  private final ObjectMapper json;
  private final InstantSource time;

  TurnTrials(
      Chain chain,
      Catalogue catalogue,
      Settings settings,
      Worlds worlds,
      Agents agents,
      GameGuardrails guardrails,
      DecisionParser decisions,
      Database database,
      Ledger ledger,
      TickConfig config,
      ObjectMapper json,
      InstantSource time) {
    this.chain = chain;
    this.catalogue = catalogue;
    this.settings = settings;
    this.worlds = worlds;
    this.agents = agents;
    this.guardrails = guardrails;
    this.decisions = decisions;
    this.database = database;
    this.ledger = ledger;
    this.config = config;
    this.json = json;
    this.time = time;
  }

  /**
   * Asks a model.
   *
   * @param shared the part of the prompt that all agents of the tick shared, as it was sent
   * @param own the agent's own part, as it was sent, alone or together with others
   * @param model a name that the catalogue resolves
   * @throws InvalidField if no model has this name, or the game's guardrails do not allow it
   */
  public TurnTrial ask(
      Game game, TurnArchive.TurnDetail turn, String shared, String own, String model) {
    var offer = offer(game, model);
    var caller =
        Caller.program(
            Caller.ADMIN,
            Optional.empty(),
            Map.of("game", game.id(), "tick", Long.toString(turn.tick()), "agent", turn.handle()));
    var deadline = time.instant().plus(LIMIT);
    var reader = new Reader();
    var call =
        new Call(
            Prompt.again(shared, own, actionSchema(game, turn.handle()), config.outputTokens()),
            reader,
            caller,
            settings.current(),
            () -> deadline,
            CallOptions.DEFAULT.requesting(List.of(offer)).fallback(false));
    try {
      chain.complete(call);
      return trial(offer, call, reader, OutcomeClass.OK.name(), Optional.empty());
    } catch (ChainExhausted exhausted) {
      var outcome =
          call.attempts().isEmpty() ? OutcomeClass.SKIPPED : call.attempts().getLast().outcome();
      return trial(offer, call, reader, outcome.name(), Optional.of(exhausted.getMessage()));
    } finally {
      ledger.record(
          call.attempts().isEmpty()
              ? call.skippedAll(time.instant()).stream().toList()
              : call.attempts());
    }
  }

  private Offer offer(Game game, String model) {
    var offers =
        catalogue
            .resolve(model)
            .orElseThrow(
                () ->
                    new InvalidField(
                        MODEL, "is not in the catalogue; /api/admin/models lists the models"))
            .offers();
    return offers.stream()
        .filter(guardrails.of(game.id()).allowed())
        .findFirst()
        .orElseThrow(() -> new InvalidField(MODEL, "is not allowed by the guardrails of the game"));
  }

  private JsonNode actionSchema(Game game, String handle) {
    var world = database.inTransaction(() -> worlds.of(game).open(game));
    return agents
        .find(game.id(), handle)
        .flatMap(stored -> world.answerSchema(stored.agent()))
        .orElseGet(world::answerSchema);
  }

  private TurnTrial trial(
      Offer offer, Call call, Reader reader, String outcome, Optional<String> reason) {
    var attempts = call.attempts();
    var usage = attempts.isEmpty() ? Optional.<TokenUsage>empty() : attempts.getLast().usage();
    var cost = attempts.stream().mapToLong(each -> each.spend().cost().value()).sum();
    return new TurnTrial(
        call.caller().callId(),
        offer.provider().id(),
        offer.model().id(),
        outcome,
        reason,
        reader.decision.map(this::tree),
        reader.completion.map(Completion::text),
        attempts.stream().mapToLong(Attempt::latencyMillis).sum(),
        usage.map(TokenUsage::input),
        usage.map(TokenUsage::output),
        cost,
        new NanoDollars(cost).microDollars(),
        attempts.stream()
            .map(Attempt::spend)
            .allMatch(spend -> spend.priceKnown() && spend.cost().equals(spend.atMost())),
        attempts.stream().anyMatch(Attempt::simulated),
        false);
  }

  private JsonNode tree(Decision decision) {
    try {
      return json.readTree(decisions.stored(decision));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Accepts answers that contain a decision, and keeps the last answer. */
  private final class Reader implements AnswerCheck {

    private Optional<Completion> completion = Optional.empty();
    private Optional<Decision> decision = Optional.empty();

    @Override
    public Optional<String> rejection(Completion answer) {
      completion = Optional.of(answer);
      try {
        decision = Optional.of(decisions.parse(answer.text()));
        return Optional.empty();
      } catch (DecisionParser.Unreadable unreadable) {
        return Optional.of(unreadable.getMessage());
      }
    }
  }
}
