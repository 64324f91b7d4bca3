package dev.ziggurat.babylon.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.Personas;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a briefing reads in a game with a long history: as much as in one with a short one. */
@QuarkusTest
class BigGameTest {

  private static final Instant OPENING = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TICKS = 12;

  @Inject BabylonWorld world;
  @Inject Database database;

  /**
   * What a transaction read of a table.
   *
   * @param scans over the whole table
   * @param rows that were fetched, by whatever plan
   */
  private record Read(long scans, long rows) {}

  @Test
  void aBriefingReadsNoMoreInAGameWithALongHistory() {
    comparesWith("long", 100_000, 10_000);
  }

  @Test
  @Tag("full")
  void aBriefingReadsNoMoreInAGameWithAMillionPosts() {
    comparesWith("longest", 1_000_000, 100_000);
  }

  private void comparesWith(String id, int posts, int trades) {
    var agents = Personas.generated(20);
    played(id + "-short", agents);
    played(id, agents);
    fill(id, posts, trades);
    var briefings = briefings(id, agents);

    assertThat(briefings).isEqualTo(briefings(id + "-short", agents));
    var read = read(id);
    var readOfShort = read(id + "-short");
    assertThat(read.keySet()).contains("babylon_post", "babylon_market", "babylon_news");
    for (var table : List.of("babylon_post", "babylon_trade")) {
      assertThat(read.getOrDefault(table, new Read(0, 0)).scans()).as(table).isZero();
    }
    for (var table : read.keySet()) {
      assertThat(read.get(table).rows())
          .as(table)
          .isEqualTo(readOfShort.getOrDefault(table, new Read(0, 0)).rows());
    }
  }

  private static Game game(String id) {
    return new Game(id, id, Babylon.KIND, 7, Duration.ofSeconds(10), OptionalInt.empty());
  }

  /** All say something, the same in each game. */
  private void played(String id, List<Agent> agents) {
    world.found(game(id), agents, OPENING, JsonNodeFactory.instance.objectNode());
    for (var tick = 1; tick <= TICKS; tick++) {
      var number = tick;
      var entries =
          IntStream.range(0, agents.size())
              .<Entry>mapToObj(
                  position ->
                      new Entry.Turn(
                          position, agents.get(position).handle(), List.of(post(number, position))))
              .toList();
      world
          .open(game(id))
          .apply(
              new Moment(tick, OPENING.plusSeconds(10L * tick)),
              ApplyKey.step(tick, 0, 1),
              entries);
    }
  }

  private static Action post(int tick, int position) {
    return new Action(
        "post",
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "post")
            .put("text", "Tick %d, turn %d".formatted(tick, position)));
  }

  /** Adds a past: one post in ten is a comment on the one before. */
  private void fill(String id, int posts, int trades) {
    database.inTransaction(
        () -> {
          insert(
              """
              insert into babylon_post (game_id, id, tick, position, action, posted_at, author, on_post, body)
              select :gameId, 't-' || n || '-0-0', -n, 0, 0, timestamptz '2025-01-01' - n * interval '1 second',
                'agent-' || n % 1000, case when n % 10 = 9 then 't-' || n + 1 || '-0-0' end, 'Said in the past: ' || n
              from generate_series(1, :count) as n
              """,
              id, posts);
          insert(
              """
              insert into babylon_trade (game_id, id, market_id, handle, tick, position, action, traded_at, bought, side,
                micro_points, micro_shares, price_after)
              select :gameId, 't-' || n || '-0-1', 'market-' || n % 100, 'agent-' || n % 1000, -n, 0, 1,
                timestamptz '2025-01-01' - n * interval '1 second', true, 'yes', 1000000, 1000000, 5000
              from generate_series(1, :count) as n
              """,
              id, trades);
          database.update("analyze babylon_post, babylon_trade", parameters -> {});
          return null;
        });
  }

  private void insert(String sql, String id, int count) {
    database.update(
        sql,
        parameters -> {
          parameters.setString("gameId", id);
          parameters.setInt("count", count);
        });
  }

  private List<String> briefings(String id, List<Agent> agents) {
    var city = world.open(game(id));
    return agents.stream()
        .map(agent -> city.sharedBriefing() + city.brief(agent))
        .map(text -> text.replace(id + "-short", id))
        .toList();
  }

  /** What loading the world reads, by table. */
  private Map<String, Read> read(String id) {
    return database.rolledBack(
        () -> {
          // The server has not passed on all that earlier transactions of this session read.
          var before = counted();
          world.open(game(id)).sharedBriefing();
          var read = new TreeMap<String, Read>();
          counted()
              .forEach(
                  (table, after) -> {
                    var earlier = before.getOrDefault(table, new Read(0, 0));
                    if (!after.equals(earlier)) {
                      read.put(
                          table,
                          new Read(after.scans() - earlier.scans(), after.rows() - earlier.rows()));
                    }
                  });
          return read;
        });
  }

  private Map<String, Read> counted() {
    var counted = new TreeMap<String, Read>();
    database
        .query(
            """
            select relname, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0)
            from pg_stat_xact_user_tables where relname like 'babylon%'
            """,
            parameters -> {},
            row -> Map.entry(row.getString(1), new Read(row.getLong(2), row.getLong(3))))
        .forEach(each -> counted.put(each.getKey(), each.getValue()));
    return counted;
  }
}
