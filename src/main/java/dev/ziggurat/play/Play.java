package dev.ziggurat.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.access.Player;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.Briefings;
import dev.ziggurat.tick.Decision;
import dev.ziggurat.tick.DecisionParser;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.PlayerDecisions;
import dev.ziggurat.tick.Standing;
import dev.ziggurat.tick.Standings;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/** What a player may do: look, decide, and wait for its turn. */
@Singleton
public class Play {

  /** The longest wait. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** The largest decision, as JSON. */
  static final int MAX_DECISION_BYTES = 16 * 1024;

  /** The fields of a decision. */
  static final List<String> FIELDS = List.of("memo", "actions");

  /** Among so many turns is the newest that is over: the first may be running. */
  private static final int NEWEST_TURNS = 2;

  private final Games games;
  private final Agents agents;
  private final AgentArchive archive;
  private final Briefings briefings;
  private final Standings standings;
  private final PlayerDecisions decisions;
  private final DecisionParser parser;
  private final Worlds worlds;
  private final RequestRate rate;
  private final Semaphore waiting;
  private final PlayConfig config;
  private final InstantSource time;
  private final ObjectMapper json;

  Play(
      Games games,
      Agents agents,
      AgentArchive archive,
      Briefings briefings,
      Standings standings,
      PlayerDecisions decisions,
      DecisionParser parser,
      Worlds worlds,
      RequestRate rate,
      PlayConfig config,
      InstantSource time,
      ObjectMapper json) {
    this.games = games;
    this.agents = agents;
    this.archive = archive;
    this.briefings = briefings;
    this.standings = standings;
    this.decisions = decisions;
    this.parser = parser;
    this.worlds = worlds;
    this.rate = rate;
    this.waiting = new Semaphore(config.waiting());
    this.config = config;
    this.time = time;
    this.json = json;
  }

  /**
   * What the player sees now.
   *
   * @throws HttpProblem 429 if it asks too often
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not brief it
   */
  public Look look(Player player) {
    rate.count(player);
    var game = games.find(player.game()).orElseThrow(() -> new NoSuchGame(player.game()));
    var agent = agents.find(game.id(), player.handle()).orElseThrow().agent();
    var standing = standing(player);
    var next = nextSlot(game, standing);
    var slot = standing.open() ? standing.lastSlot().orElse(next) : next;
    var briefing = briefings.of(game, agent, new Moment(standing.nextTick(), slot));
    return new Look(
        new Look.PlayedGame(game.id(), game.name(), game.world(), game.period().toMillis()),
        agent.handle(),
        agent.persona(),
        standing.lastTick(),
        standing.lastClosed() < standing.lastTick(),
        standing.wanted(),
        standing.answerUntil(),
        standing.nextTick(),
        standing.paused() ? Optional.empty() : Optional.of(next),
        briefing.shared(),
        briefing.own(),
        agent.memo(),
        briefing.answerSchema(),
        briefings.maxActions(),
        decisions
            .find(game.id(), agent.handle())
            .map(given -> new Look.GivenDecision(given.at(), tree(given.decision()))),
        lastTurn(player),
        score(game, agent));
  }

  /** Slots are multiples of the game's period. */
  private Instant nextSlot(Game game, Standing standing) {
    var now = time.instant();
    var from = standing.lastSlot().filter(last -> last.isAfter(now)).orElse(now).toEpochMilli();
    var period = game.period().toMillis();
    return Instant.ofEpochMilli((Math.floorDiv(from, period) + 1) * period);
  }

  private Optional<Look.LastTurn> lastTurn(Player player) {
    return archive.turns(player.game(), player.handle(), NEWEST_TURNS).stream()
        .filter(turn -> List.of("applied", "failed", "passed_over").contains(turn.state()))
        .findFirst()
        .map(turn -> new Look.LastTurn(turn.tick(), turn.slot(), turn.state(), turn.results()));
  }

  private Optional<Look.PlayerScore> score(Game game, Agent agent) {
    return worlds
        .scores(game)
        .flatMap(
            scores ->
                Optional.ofNullable(
                        scores.of(game.id(), List.of(agent.handle())).get(agent.handle()))
                    .map(
                        score ->
                            new Look.PlayerScore(
                                scores.unit(), score.worth(), score.wallet(), score.profit())));
  }

  /**
   * Stores the player's decision for its next turn, instead of one that no tick has taken.
   *
   * @param sent an object with {@code actions} and, if the memo is to change, {@code memo}
   * @throws InvalidField naming what is wrong with it
   * @throws HttpProblem 429 if the player asks too often
   */
  public AcceptedDecision decide(Player player, JsonNode sent) {
    rate.count(player);
    var decision = read(sent);
    var stored = parser.stored(decision);
    if (stored.getBytes(StandardCharsets.UTF_8).length > MAX_DECISION_BYTES) {
      throw new InvalidField(
          "body", "must not exceed %d bytes as JSON in ASCII".formatted(MAX_DECISION_BYTES));
    }
    return new AcceptedDecision(
        decisions.give(player.game(), player.handle(), decision), tree(decision));
  }

  private Decision read(JsonNode sent) {
    var body = Body.of(sent, FIELDS);
    var memo = body.text("memo", Agent.MEMO_CHARACTERS);
    var actions = body.anyObjects("actions", briefings.maxActions()).required();
    var object = JsonNodeFactory.instance.objectNode();
    if (memo.isThere()) {
      object.put("memo", memo.orElse(""));
    }
    object.putArray("actions").addAll(actions);
    try {
      return parser.given(object);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidField("actions", wrong.getMessage());
    }
  }

  private JsonNode tree(Decision decision) {
    try {
      return json.readTree(parser.stored(decision));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until a tick has begun and wants the player's decision, or has closed.
   *
   * @param after only of ticks after this one; empty for the newest that has closed
   * @param wait how long, at most {@link #MAX_WAIT}
   * @throws HttpProblem 429 if the player asks too often, 503 if too many players wait
   */
  public TurnNews await(Player player, OptionalLong after, Duration wait) {
    rate.count(player);
    var end = time.instant().plus(wait);
    var standing = standing(player);
    var known = after.orElse(standing.lastClosed());
    var news = news(standing, known);
    if (news.isPresent() || wait.isZero()) {
      return news.orElseGet(() -> nothing(standing));
    }
    if (!waiting.tryAcquire()) {
      throw HttpProblem.valueOf(
          Response.Status.SERVICE_UNAVAILABLE,
          "%d players wait already (ziggurat.play.waiting): ask with wait=0, or later"
              .formatted(config.waiting()));
    }
    try {
      return await(player, known, end);
    } finally {
      waiting.release();
    }
  }

  private TurnNews await(Player player, long after, Instant end) {
    while (true) {
      var left = Duration.between(time.instant(), end);
      var standing = standing(player);
      var news = news(standing, after);
      if (news.isPresent() || !left.isPositive()) {
        return news.orElseGet(() -> nothing(standing));
      }
      try {
        Thread.sleep(left.compareTo(config.poll()) < 0 ? left : config.poll());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return nothing(standing);
      }
    }
  }

  private static Optional<TurnNews> news(Standing standing, long after) {
    if (standing.wanted() && standing.lastTick() > after) {
      return Optional.of(new TurnNews("wanted", standing.lastTick(), standing.answerUntil()));
    }
    return standing.lastClosed() > after
        ? Optional.of(new TurnNews("closed", standing.lastClosed(), Optional.empty()))
        : Optional.empty();
  }

  private static TurnNews nothing(Standing standing) {
    return new TurnNews("nothing", standing.lastClosed(), Optional.empty());
  }

  private Standing standing(Player player) {
    return standings
        .find(player.game(), player.handle())
        .orElseThrow(() -> new NoSuchGame(player.game()));
  }
}
