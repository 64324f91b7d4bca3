package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rows of {@code intervention}. */
@Singleton
public class InterventionStore {

  private static final String SELECT =
      """
      select after_tick, ordinal, at, who, game_seed, game_period_millis, action, result, digest
      from intervention where game_id = :gameId and
      """;

  private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,9})");

  private final Database database;
  private final ObjectMapper mapper;
  private final ObjectWriter writer;

  InterventionStore(Database database) {
    this.database = database;
    this.mapper = JsonMapper.builder().build();
    this.writer = mapper.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  /** An intervention with the game's settings at that time. */
  record Journaled(Intervention intervention, long seed, Duration period) {}

  /** The last intervention after a tick, or none. */
  record Last(int ordinal, Optional<Instant> at) {}

  Last last(String game, long afterTick) {
    return database
        .first(
            """
            select coalesce(max(ordinal), 0), max(at) from intervention
            where game_id = :gameId and after_tick = :afterTick
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("afterTick", afterTick);
            },
            row ->
                new Last(
                    row.getInt(1),
                    Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)))
        .orElseThrow();
  }

  void insert(Game game, Intervention intervention) {
    database.update(
        """
        insert into intervention (game_id, after_tick, ordinal, at, who, game_seed,
          game_period_millis, action, result, digest)
        values (:gameId, :afterTick, :ordinal, :at, :who, :gameSeed, :gamePeriodMillis, :action, :result, :digest)
        """,
        parameters -> {
          parameters.setString("gameId", game.id());
          parameters.setLong("afterTick", intervention.afterTick());
          parameters.setInt("ordinal", intervention.ordinal());
          parameters.setObject("at", intervention.at().atOffset(ZoneOffset.UTC));
          parameters.setString("who", intervention.who());
          parameters.setLong("gameSeed", game.seed());
          parameters.setLong("gamePeriodMillis", game.period().toMillis());
          parameters.setString("action", stored(intervention.action()));
          parameters.setString("result", stored(intervention.result()));
          parameters.setString("digest", intervention.digest());
        });
  }

  /**
   * A page of interventions, newest first.
   *
   * @param before id of the last one on the previous page; empty for the newest
   * @throws IllegalArgumentException if {@code before} is no intervention's id
   */
  public List<Intervention> page(String game, Optional<String> before, int limit) {
    var id = ID.matcher(before.orElse(Intervention.id(Long.MAX_VALUE / 10, 1)));
    if (!id.matches()) {
      throw new IllegalArgumentException("before: must be the id of an intervention");
    }
    return database.query(
        SELECT
            + "(after_tick, ordinal) < (:afterTick, :ordinal) order by after_tick desc, ordinal desc limit :limit",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("afterTick", Long.parseLong(id.group(1)));
          parameters.setInt("ordinal", Integer.parseInt(id.group(2)));
          parameters.setInt("limit", limit);
        },
        row -> read(row).intervention());
  }

  /** The interventions after these ticks, oldest first. */
  List<Journaled> after(String game, long firstTick, long lastTick) {
    return database.query(
        SELECT + "after_tick between :firstTick and :lastTick order by after_tick, ordinal",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("firstTick", firstTick);
          parameters.setLong("lastTick", lastTick);
        },
        this::read);
  }

  private Journaled read(ResultSet row) throws SQLException {
    var tick = row.getLong("after_tick");
    var ordinal = row.getInt("ordinal");
    return new Journaled(
        new Intervention(
            Intervention.id(tick, ordinal),
            tick,
            ordinal,
            row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("who"),
            tree(row.getString("action")),
            tree(row.getString("result")),
            row.getString("digest")),
        row.getLong("game_seed"),
        Duration.ofMillis(row.getLong("game_period_millis")));
  }

  private String stored(JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode tree(String stored) {
    try {
      return mapper.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
