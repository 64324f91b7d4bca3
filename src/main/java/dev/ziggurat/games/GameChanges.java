package dev.ziggurat.games;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.experiments.ExperimentLines;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.httpworld.PlacedWorld;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.ledger.GameBudgetView;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.tick.GameBudgets;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.StoredGame;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InvalidSetting;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Creates, edits and deletes games, each change with an audit entry. */
@Singleton
class GameChanges {

  private final Database database;
  private final GameCreation gameCreation;
  private final Games games;
  private final GameWorlds gameWorlds;
  private final GameBudgets budgets;
  private final ExperimentLines experiments;
  private final Audit audit;
  private final InstantSource time;

  GameChanges(
      Database database,
      GameCreation gameCreation,
      Games games,
      GameWorlds gameWorlds,
      GameBudgets budgets,
      ExperimentLines experiments,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.gameCreation = gameCreation;
    this.games = games;
    this.gameWorlds = gameWorlds;
    this.budgets = budgets;
    this.experiments = experiments;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Creates a game with its agents and its world, atomically.
   *
   * @throws HttpProblem 409 if the id is taken, also by a deleted game
   */
  void create(GameFields fields) {
    var placed = placed(fields);
    database.inTransaction(
        () -> {
          if (!founded(fields, List.of(), placed)) {
            throw HttpProblem.valueOf(
                Response.Status.CONFLICT, "id: " + taken(fields.id().required()));
          }
          return null;
        });
  }

  /**
   * Creates a game in the caller's transaction.
   *
   * @param founders initial agents besides those of the fields
   * @return false if the id is taken
   */
  boolean founded(GameFields fields, List<Agent> founders) {
    return founded(fields, founders, placed(fields));
  }

  /** Outside of a transaction where one is not needed: the world may take its time. */
  private Optional<PlacedWorld> placed(GameFields fields) {
    return gameWorlds.ask(fields.id().required(), fields.world().orElse(gameWorlds.usual()));
  }

  private boolean founded(GameFields fields, List<Agent> founders, Optional<PlacedWorld> placed) {
    var game =
        new Game(
            fields.id().required(),
            fields.name().required(),
            fields.world().orElse(gameWorlds.usual()).kind(),
            fields.seed().value().orElseGet(GameChanges::drawn),
            fields.periodMillis().required(),
            number(fields.width().value()),
            fields.budgetMillis().value(),
            number(fields.batch().value()));
    var agents =
        Stream.concat(fields.agents().orElse(List.of()).stream(), founders.stream()).toList();
    if (!created(game, agents, fields, placed)) {
      return false;
    }
    var state = fields.state().orElse(StoredGame.RUNNING);
    var guardrails = fields.guardrails().orElse(GuardrailList.NONE);
    var memory = fields.memory().value();
    var budget = fields.budget().orElse(GameBudget.NONE);
    var keepTextsDays = number(fields.keepTextsDays().value());
    if (!state.equals(StoredGame.RUNNING)
        || !guardrails.all().isEmpty()
        || memory.isPresent()
        || keepTextsDays.isPresent()
        || !budget.equals(GameBudget.NONE)) {
      games.save(
          new StoredGame(
              game, state, guardrails, memory, budget, keepTextsDays, 1, Optional.empty()));
    }
    audit.record(
        "game.create",
        subject(game.id()),
        Map.of(
            "name",
            game.name(),
            "world",
            game.world(),
            "seed",
            game.seed(),
            "agents",
            agents.size()));
    experiments.take(game.id(), fields.variant(), fields.experiments());
    return true;
  }

  private boolean created(
      Game game, List<Agent> agents, GameFields fields, Optional<PlacedWorld> placed) {
    try {
      return gameCreation.create(
          game,
          agents,
          fields.worldSettings().orElse(JsonNodeFactory.instance.objectNode()),
          placed);
    } catch (InvalidSetting invalid) {
      var setting = invalid.setting().isEmpty() ? "" : "." + invalid.setting();
      throw new InvalidField("worldSettings" + setting, invalid.fault());
    } catch (WorldUnavailable unavailable) {
      throw new InvalidField("world.url", unavailable.getMessage());
    }
  }

  private static long drawn() {
    return ThreadLocalRandom.current().nextLong(1, GameReader.MAX_SEED);
  }

  private static OptionalInt number(Optional<Long> number) {
    return number.map(most -> OptionalInt.of(most.intValue())).orElseGet(OptionalInt::empty);
  }

  /** The error for an id that is taken. */
  static String taken(String id) {
    return "'%s' is taken, possibly by a deleted game: GET /api/games?deleted=true lists those, and PATCH {\"deleted\": false} restores one"
        .formatted(id);
  }

  /** Edits or restores a game. */
  void change(String id, GameFields fields, IfMatch expected) {
    var moved = gameWorlds.askIfMoved(id, fields.world());
    database.inTransaction(
        () -> {
          var current = locked(id, expected);
          if (DeletedField.after(fields.deleted(), current.deletedAt()).isPresent()) {
            throw new NoSuchGame(id);
          }
          change(current, fields, moved);
          return null;
        });
    budgets.changed();
  }

  /** Edits or restores a locked game, in the caller's transaction. */
  void change(StoredGame current, GameFields fields) {
    change(current, fields, gameWorlds.askIfMoved(current.game().id(), fields.world()));
  }

  private void change(StoredGame current, GameFields fields, Optional<PlacedWorld> moved) {
    var edited = edited(current, fields);
    var id = current.game().id();
    var was = gameWorlds.address(id);
    games.save(edited);
    moved.ifPresent(world -> gameWorlds.move(id, world));
    experiments.take(id, fields.variant(), fields.experiments());
    audit.record(
        "game.change",
        subject(id),
        changes(current, edited, was, moved.map(PlacedWorld::address).or(() -> was)));
  }

  private static StoredGame edited(StoredGame current, GameFields fields) {
    var game = current.game();
    keep(fields.id(), game.id());
    keep(fields.world().map(ChosenWorld::kind), game.world());
    keep(fields.seed(), game.seed());
    return new StoredGame(
        new Game(
            game.id(),
            fields.name().over(game.name()),
            game.world(),
            game.seed(),
            fields.periodMillis().over(game.period()),
            fields.width().isThere() ? number(fields.width().value()) : game.width(),
            fields.budgetMillis().over(game.budget()),
            fields.batch().isThere() ? number(fields.batch().value()) : game.batch()),
        fields.state().over(current.state()),
        fields.guardrails().over(Optional.of(current.guardrails())).orElse(GuardrailList.NONE),
        fields.memory().over(current.memory()),
        fields.budget().over(Optional.of(current.budget())).orElse(GameBudget.NONE),
        fields.keepTextsDays().isThere()
            ? number(fields.keepTextsDays().value())
            : current.keepTextsDays(),
        current.version(),
        Optional.empty());
  }

  /** Replay depends on these fields. */
  private static <T> void keep(FieldValue<T> field, T founded) {
    if (!field.over(founded).equals(founded)) {
      throw field.wrong(
          "cannot be changed once the game exists, because its history depends on it;"
              + " create another game");
    }
  }

  /** Deletes a game: it is no longer listed or ticked; its rows are kept. */
  void delete(String id, IfMatch expected) {
    database.inTransaction(
        () -> {
          var current = locked(id, expected);
          if (current.deletedAt().isPresent()) {
            throw new NoSuchGame(id);
          }
          games.save(current.deleted(time.instant()));
          audit.record("game.delete", subject(id), Map.of());
          return null;
        });
  }

  private StoredGame locked(String id, IfMatch expected) {
    var current = games.locked(id).orElseThrow(() -> new NoSuchGame(id));
    expected.check(current.version());
    return current;
  }

  private static String subject(String id) {
    return "games/" + id;
  }

  private static Map<String, Object> changes(
      StoredGame before,
      StoredGame after,
      Optional<WorldAddress> worldBefore,
      Optional<WorldAddress> worldAfter) {
    var was = before.game();
    var is = after.game();
    return new FieldDifferences()
        .in("name", was.name(), is.name())
        .in("periodMillis", was.period().toMillis(), is.period().toMillis())
        .in(
            "budgetMillis",
            was.budget().map(Duration::toMillis),
            is.budget().map(Duration::toMillis))
        .in("width", was.width(), is.width())
        .in("batch", was.batch(), is.batch())
        .in("state", before.state(), after.state())
        .in("guardrails", before.guardrails().json(), after.guardrails().json())
        .in(
            "memory",
            before.memory().map(MemorySettings::json),
            after.memory().map(MemorySettings::json))
        .in("budget", GameBudgetView.of(before.budget()), GameBudgetView.of(after.budget()))
        .in("keepTextsDays", before.keepTextsDays(), after.keepTextsDays())
        .in("world.url", worldBefore.map(WorldAddress::url), worldAfter.map(WorldAddress::url))
        .in(
            "world.keyVariable",
            worldBefore.map(WorldAddress::keyVariable),
            worldAfter.map(WorldAddress::keyVariable))
        .in("deleted", before.deletedAt().isPresent(), after.deletedAt().isPresent())
        .byField();
  }
}
