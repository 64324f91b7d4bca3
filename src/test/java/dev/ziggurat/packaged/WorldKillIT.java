package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.httpworld.ExampleWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of worlds, in turn, and of the application at random moments, while games of all
 * example worlds are played at once. Afterwards every tick was played, each world is where the
 * journal says it is, and plays the journal again to the same digests: nothing was lost or done
 * twice.
 */
@Tag("full")
class WorldKillIT {

  private static final String ADMIN = "dev-admin";
  private static final String KEY = "a key of worlds that are killed again and again";
  private static final String VARIABLE = "KILLED_WORLD_KEY";
  private static final int TICKS = 50;
  private static final int MOST_ROUNDS = 200;

  /** Rounds in which the application is killed. */
  private static final int EVERY = 12;

  private static final int WORLD_KILLS_PERCENT = 50;

  private final ScratchFolder folder = ScratchFolder.named("world-kill");
  private final Map<ExampleWorld.Language, ExampleWorld> worlds =
      new EnumMap<>(ExampleWorld.Language.class);
  private final Installation installation = Installation.quick(folder.path());

  WorldKillIT() throws IOException {}

  @AfterEach
  void end() throws IOException {
    worlds.values().forEach(ExampleWorld::close);
    installation.close();
    folder.close();
  }

  @Test
  void nothingIsLostOrDoneTwice() throws Exception {
    var seed = Long.getLong("seed", System.nanoTime());
    System.err.println("WorldKillIT: -Dseed=" + seed);
    var random = new Random(seed);
    for (var language : ExampleWorld.Language.values()) {
      worlds.put(
          language, ExampleWorld.start(language, KEY, folder.path().resolve(language.name())));
    }
    var process = start();
    installation.execute("update game set state = 'paused'");
    for (var language : ExampleWorld.Language.values()) {
      create(process, language);
    }
    var kills = 0;
    var starts = 1;
    var round = 0;
    while (leastTicks() < TICKS) {
      assertThat(++round).as("rounds; seed %d", seed).isLessThan(MOST_ROUNDS);
      if (round % EVERY == 0) {
        var doomed = process;
        var tick = begun(doomed, "round " + round);
        pause(random, 250);
        doomed.kill();
        tick.join();
        process = start();
        starts++;
        // The lease runs by the database's clock and by nothing else.
        installation.execute(
            "update game set lease_until = clock_timestamp() - interval '1 ms' where lease_until"
                + " is not null");
      } else if (random.nextInt(100) < WORLD_KILLS_PERCENT) {
        var world = worlds.values().stream().toList().get(kills % worlds.size());
        var tick = begun(process, "round " + round);
        pause(random, 150);
        world.kill();
        tick.join();
        world.start();
        kills++;
      } else {
        process.tick("round " + round);
      }
    }
    // What the last round left unfinished.
    process.tick("last");
    for (var language : ExampleWorld.Language.values()) {
      isWhereTheJournalSays(process, language);
    }
    System.err.printf(
        "WorldKillIT: %d rounds, %d kills of worlds, %d of the application%n",
        round, kills, starts - 1);
    assertThat(kills).as("kills of worlds").isGreaterThanOrEqualTo(worlds.size());
    assertThat(starts).isGreaterThan(2);
  }

  private PackagedProcess start() throws IOException {
    var settings = new HashMap<>(Installation.UNHURRIED);
    settings.put(VARIABLE, KEY);
    settings.put("ziggurat.http-world.private-addresses", "true");
    settings.put("ziggurat.simulator.chance.least-latency", "1ms");
    settings.put("ziggurat.simulator.chance.most-latency", "20ms");
    return installation.start("demo", settings);
  }

  private static String id(ExampleWorld.Language language) {
    return language.name().toLowerCase(Locale.ROOT);
  }

  private void create(PackagedProcess process, ExampleWorld.Language language) {
    var created =
        process.send(
            "POST",
            "/api/games",
            ADMIN,
            """
            {"id": "%s", "name": "Killed", "periodMillis": 60000, "seed": 42,
             "world": {"url": "%s", "keyVariable": "%s"}, "agents": 6}"""
                .formatted(id(language), worlds.get(language).url(), VARIABLE));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
  }

  private static Thread begun(PackagedProcess process, String key) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                process.tick(key);
              } catch (UncheckedIOException killed) {
                // Its answer never comes.
              }
            });
  }

  private static void pause(Random random, int mostMillis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(mostMillis)));
  }

  private long leastTicks() throws Exception {
    return installation.number(
        """
        select min(ticks) from (
          select count(t.number) as ticks from game g
          left join tick t on t.game_id = g.id and t.phase = 'closed'
          where g.state <> 'paused' group by g.id) counted""");
  }

  private void isWhereTheJournalSays(PackagedProcess process, ExampleWorld.Language language)
      throws Exception {
    var game = id(language);
    var row =
        installation
            .rows(
                "select instance, applied_key, digest from http_world where game_id = '"
                    + game
                    + "'")
            .getFirst()
            .split(" \\| ");
    var kept = kept(language, row[0]);
    assertThat(kept.path("key").asText()).as("the last key of %s", game).isEqualTo(row[1]);
    assertThat(kept.path("answer").path("digest").asText()).isEqualTo(row[2]);
    assertThat(
            installation.rows(
                "select number from tick where phase <> 'closed' and game_id = '" + game + "'"))
        .as("unfinished ticks of %s", game)
        .isEmpty();
    var replayed = process.send("POST", "/api/games/" + game + "/replay", ADMIN, "{}");
    assertThat(replayed.status()).as(replayed.text()).isEqualTo(200);
    assertThat(replayed.body().path("matches").asBoolean()).as(replayed.text()).isTrue();
    assertThat(replayed.body().path("ticks").asInt()).isGreaterThanOrEqualTo(TICKS);
  }

  /** What a world keeps of an instance, as all three examples do. */
  private JsonNode kept(ExampleWorld.Language language, String instance) throws Exception {
    var name =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(instance.getBytes(StandardCharsets.UTF_8)));
    var data = worlds.get(language).data();
    var file = data.resolve(name + ".json");
    return new ObjectMapper().readTree((Files.exists(file) ? file : data.resolve(name)).toFile());
  }
}
