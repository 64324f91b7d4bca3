package dev.ziggurat.trigger;

import dev.ziggurat.access.ConfiguredTokens;
import dev.ziggurat.chain.ModelNotices;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an installation still lacks before agents play: keys, a trigger, a game, agents. */
@Singleton
public class MissingSetup {

  private static final Set<String> NEVER = Set.of("off", "disabled");

  private final ModelNotices models;
  private final ConfiguredTokens access;
  private final TriggerConfig config;
  private final Database database;
  private final InstantSource time;

  MissingSetup(
      ModelNotices models,
      ConfiguredTokens access,
      TriggerConfig config,
      Database database,
      InstantSource time) {
    this.models = models;
    this.access = access;
    this.config = config;
    this.database = database;
    this.time = time;
  }

  /**
   * The state of the games.
   *
   * @param triggered whether one of them was ticked within its last two periods, by whomever
   * @param empty a running game without agents
   */
  private record Played(long games, long running, boolean triggered, Optional<String> empty) {}

  /**
   * What is missing and how to add it, a sentence each; empty if nothing is.
   *
   * @throws dev.ziggurat.db.DatabaseException if the database does not answer
   */
  public List<String> find() {
    var played = played();
    var missing = new ArrayList<String>();
    if (models.nobodyCanBeAsked()) {
      missing.add(
          "No provider has a key: set WANDB_API_KEY, GROQ_API_KEY, ANTHROPIC_API_KEY or"
              + " OPENAI_API_KEY.");
    }
    if (!access.cronConfigured() && NEVER.contains(config.cron().strip()) && !played.triggered()) {
      missing.add(
          "Nothing triggers ticks: set CRON_SECRET for a cloud's cron that calls /api/cron/tick, or"
              + " ZIGGURAT_TRIGGER_CRON for the built-in scheduler.");
    }
    if (played.games() == 0) {
      missing.add(
          "There is no game: create one in the console, with POST /api/games or with the command"
              + " import.");
    } else if (played.running() == 0) {
      missing.add("Every game is paused: resume one in the console or with PATCH /api/games/{id}.");
    }
    played
        .empty()
        .ifPresent(
            game ->
                missing.add(
                    "The game %s has no agents: add some in the console or with POST /api/games/%s/agents."
                        .formatted(game, game)));
    return List.copyOf(missing);
  }

  private Played played() {
    return database
        .first(
            """
            select count(*) as games,
              count(*) filter (where state = 'running') as running,
              coalesce(bool_or(state = 'running' and exists (
                select 1 from tick where game_id = game.id and number = game.last_tick
                  and started_at > cast(:now as timestamptz) - make_interval(secs => 2 * period_millis / 1000.0))), false)
                as triggered,
              min(id) filter (where state = 'running' and not exists (
                select 1 from agent where game_id = game.id and agent.deleted_at is null)) as empty
            from game where deleted_at is null
            """,
            parameters -> parameters.setInstant("now", time.instant()),
            MissingSetup::read)
        .orElseThrow();
  }

  private static Played read(ResultSet row) throws SQLException {
    return new Played(
        row.getLong("games"),
        row.getLong("running"),
        row.getBoolean("triggered"),
        Optional.ofNullable(row.getString("empty")));
  }
}
