package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.babylon.Personas;
import dev.ziggurat.chain.AdjustableTimeouts;
import dev.ziggurat.chain.Cooldowns;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.games.GameCreation;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.Game;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What tests of running games share: games to tick, faults to play, rows to look at. */
@Singleton
public class Arena {

  private final GameCreation gameCreation;
  private final Database database;
  private final Cooldowns cooldowns;
  private final Settings settings;
  private final CircuitBreakerMaintenance breakers;
  private final AdjustableTimeouts timeouts;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Arena(
      GameCreation gameCreation,
      Database database,
      Cooldowns cooldowns,
      Settings settings,
      CircuitBreakerMaintenance breakers,
      AdjustableTimeouts timeouts) {
    this.gameCreation = gameCreation;
    this.database = database;
    this.cooldowns = cooldowns;
    this.settings = settings;
    this.breakers = breakers;
    this.timeouts = timeouts;
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /** A new game with so many agents. */
  public String game(int agents) {
    return game(agents, OptionalInt.empty());
  }

  /** A new game with so many agents, of whom so many think at once. */
  public String game(int agents, OptionalInt width) {
    return game(agents, width, Optional.empty());
  }

  /** A new game with so many agents, whose ticks may take so long however busy the machine is. */
  public String game(int agents, Duration budget) {
    return game(agents, OptionalInt.empty(), Optional.of(budget));
  }

  private String game(int agents, OptionalInt width, Optional<Duration> budget) {
    var id = "g-" + UUID.randomUUID().toString().substring(0, 8);
    gameCreation.create(
        new Game(id, "Test " + id, "babylon", 7, Duration.ofSeconds(60), width, budget),
        Personas.generated(agents));
    return id;
  }

  /** Everybody is well and switched on, and nobody remembers anything else. */
  public void calm() {
    simulator("DELETE", "/simulator/faults", BodyPublishers.noBody(), 204);
    simulator("DELETE", "/simulator/observations", BodyPublishers.noBody(), 204);
    database.update("delete from cooldown", statement -> {});
    cooldowns.forget(Optional.empty());
    breakers.resetAll();
    timeouts.reset();
    database.update(
        """
        with changed as (
          update provider_settings set enabled = true where not enabled returning provider)
        update system_settings set version = version + 1 where exists (select from changed)
        """,
        statement -> {});
    // The gateway would look at them again only after some seconds.
    settings.forget();
    settings.current();
  }

  /** Plays faults: a JSON object by provider. */
  public void faults(String json) {
    simulator("PUT", "/simulator/faults", BodyPublishers.ofString(json), 200);
  }

  /** What the simulator saw since everybody became {@link #calm}: its JSON document. */
  public String observations() {
    return simulator("GET", "/simulator/observations", BodyPublishers.noBody(), 200);
  }

  /** Nearly every test asks it several times: by a client that costs little. */
  private String simulator(String method, String path, BodyPublisher body, int expected) {
    var request =
        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ':' + RestAssured.port + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as("%s %s: %s", method, path, answer.body())
          .isEqualTo(expected);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Triggers a tick of a game as a cloud's cron does. */
  public ValidatableResponse tick(String game, String key) {
    return given()
        .header("Authorization", "Bearer dev-cron")
        .header("Idempotency-Key", key)
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then();
  }

  /** The first column of a query. */
  public List<String> rows(String sql, Object... parameters) {
    return database.query(named(sql), values -> bind(values, parameters), row -> row.getString(1));
  }

  /** Changes rows as an admin will be able to. */
  public int change(String sql, Object... parameters) {
    return database.update(named(sql), values -> bind(values, parameters));
  }

  /** Tests write {@code ?} for short; the names are p1, p2 and so on. */
  private static String named(String sql) {
    var count = new AtomicInteger();
    return Pattern.compile("\\?").matcher(sql).replaceAll(_ -> ":p" + count.incrementAndGet());
  }

  private static void bind(Parameters values, Object... parameters) throws SQLException {
    for (var i = 0; i < parameters.length; i++) {
      values.setObject("p" + (i + 1), parameters[i]);
    }
  }

  /**
   * Changes what is chosen for a provider, as the next version of the settings.
   *
   * @param choice columns and their values
   */
  public void choose(String provider, String choice) {
    change(
        """
        with changed as (
          update provider_settings set %s where provider = ? returning provider)
        update system_settings set version = version + 1 where exists (select from changed)
        """
            .formatted(choice),
        provider);
  }

  /** How many calls of a game are recorded as orphaned. */
  public long orphans(String game) {
    return number("select count(*) from attempt where game_id = ? and outcome = 'ORPHANED'", game);
  }

  /** The number a query yields. */
  public long number(String sql, Object... parameters) {
    return Long.parseLong(rows(sql, parameters).getFirst());
  }
}
