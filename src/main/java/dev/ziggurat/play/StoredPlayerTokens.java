package dev.ziggurat.play;

import dev.ziggurat.access.Player;
import dev.ziggurat.access.PlayerTokens;
import dev.ziggurat.access.RandomSecret;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.games.NoSuchAgent;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.world.AgentKind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of players in the database: one for each agent, by its hash. They are looked up in
 * every request, so a token that is revoked opens nothing from then on, on any instance.
 */
@Singleton
public class StoredPlayerTokens implements PlayerTokens {

  private static final String PREFIX = "zp_";

  private final Database database;
  private final Agents agents;
  private final Audit audit;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  StoredPlayerTokens(Database database, Agents agents, Audit audit, InstantSource time) {
    this.database = database;
    this.agents = agents;
    this.audit = audit;
    this.time = time;
  }

  @Override
  public boolean isMeant(String secret) {
    return secret.startsWith(PREFIX);
  }

  @Override
  public Optional<Player> find(String secret) {
    if (!RandomSecret.isPossible(PREFIX, secret)) {
      return Optional.empty();
    }
    return database.first(
        """
        select game_id, handle from player_token
        join agent using (game_id, handle) join game on game.id = game_id
        where secret = :secret and agent.kind = 'player' and agent.deleted_at is null
          and game.deleted_at is null
        """,
        parameters -> parameters.setString("secret", RandomSecret.hash(secret)),
        row -> new Player(row.getString(1), row.getString(2)));
  }

  /** The token of an agent, if it has one. */
  public Optional<PlayerToken> of(String game, String handle) {
    return database.first(
        """
        select hint, created_at, created_by from player_token
        where game_id = :gameId and handle = :handle
        """,
        parameters -> of(parameters, game, handle),
        row ->
            new PlayerToken(
                game, handle, row.getString(1), row.getTimestamp(2).toInstant(), row.getString(3)));
  }

  /**
   * Makes a token for an agent; an earlier one opens nothing from then on.
   *
   * @throws HttpProblem 409 if a model decides for the agent
   */
  public IssuedPlayerToken create(String game, String handle) {
    return database.inTransaction(
        () -> {
          var agent =
              agents.locked(game, List.of(handle)).stream()
                  .filter(row -> row.deletedAt().isEmpty())
                  .findFirst()
                  .orElseThrow(() -> new NoSuchAgent(game, handle));
          if (!(agent.agent().kind() instanceof AgentKind.Player)) {
            throw HttpProblem.valueOf(
                Response.Status.CONFLICT,
                "kind: a model decides for '%s'; change its kind to player first"
                    .formatted(handle));
          }
          var secret = RandomSecret.generate(PREFIX, random);
          store(game, handle, secret);
          audit.record("agent.token.create", subject(game, handle), Map.of("hint", secret.hint()));
          return new IssuedPlayerToken(secret.reveal(), of(game, handle).orElseThrow());
        });
  }

  private void store(String game, String handle, RandomSecret secret) {
    database.update(
        """
        insert into player_token (game_id, handle, secret, hint, created_at, created_by)
        values (:gameId, :handle, :secret, :hint, :createdAt, :createdBy)
        on conflict (game_id, handle) do update set secret = excluded.secret,
          hint = excluded.hint, created_at = excluded.created_at, created_by = excluded.created_by
        """,
        parameters -> {
          of(parameters, game, handle);
          parameters.setString("secret", secret.hash());
          parameters.setString("hint", secret.hint());
          parameters.setInstant("createdAt", time.instant().truncatedTo(ChronoUnit.MICROS));
          parameters.setString("createdBy", audit.who());
        });
  }

  /**
   * Revokes the token of an agent.
   *
   * @return false if it has none
   */
  public boolean revoke(String game, String handle) {
    return database.inTransaction(
        () -> {
          var revoked =
              database.update(
                  "delete from player_token where game_id = :gameId and handle = :handle",
                  parameters -> of(parameters, game, handle));
          if (revoked > 0) {
            audit.record("agent.token.revoke", subject(game, handle), Map.of());
          }
          return revoked > 0;
        });
  }

  private static String subject(String game, String handle) {
    return "games/" + game + "/agents/" + handle;
  }

  private static void of(Parameters parameters, String game, String handle) throws SQLException {
    parameters.setString("gameId", game);
    parameters.setString("handle", handle);
  }
}
