package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.PostgresResource;
import dev.ziggurat.db.embedded.SharedBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The package as an operator starts it, and as a newcomer meets it. */
@Execution(ExecutionMode.CONCURRENT)
class PackageIT {

  private static final String CRON_SECRET = "our own secret";
  private static final String DATABASE_USER = "postgres";
  private static final Duration END = Duration.ofSeconds(180);

  @TempDir Path folder;
  private PackagedProcess process;

  @BeforeEach
  void shareBinaries() throws IOException {
    SharedBinaries.at(folder.resolve(".ziggurat/postgres"));
  }

  @AfterEach
  void end() throws IOException {
    if (process != null) {
      process.kill();
    }
    postmaster().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void productionWithoutADatabaseNamesBothWaysOut() throws Exception {
    start(quickly(), "prod", Map.of());

    assertThat(process.awaitEnd(END)).isEqualTo(1);
    assertThat(process.log().lines())
        .singleElement()
        .asString()
        .contains("QUARKUS_DATASOURCE_JDBC_URL")
        .contains("ZIGGURAT_EMBEDDED_DATABASE=<folder>");
  }

  /** On a database that another instance migrates. */
  @Test
  void productionWithoutSecretsStartsClosed() throws Exception {
    var database = PostgresResource.database("package");
    start(
        quickly(),
        "prod",
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL",
            database,
            "QUARKUS_DATASOURCE_USERNAME",
            DATABASE_USER,
            "QUARKUS_DATASOURCE_PASSWORD",
            DATABASE_USER,
            "QUARKUS_FLYWAY_MIGRATE_AT_START",
            "false",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            "true",
            "ZIGGURAT_HTTP_HEADER_LIMIT",
            "1s",
            "ZIGGURAT_START_TRACE",
            "true"));
    process.awaitListening();
    whoNeverCompletesARequestIsCutOff();
    isAliveAndNotReady();
    Flyway.configure().dataSource(database, DATABASE_USER, DATABASE_USER).load().migrate();
    process.awaitReady();
    assertThat(check("/q/health/ready", "Not ending").path("status").asText()).isEqualTo("UP");

    var lines = process.log().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(new ObjectMapper().readTree(line).path("level").asText()).isNotEmpty());
    theStartIsTracedOnce(lines);
    everythingIsClosed();
    aMissingSecretIsNotLoggedPerCall();
    assertThat(process.get("/simulator/faults", "").status()).isEqualTo(404);
    assertThat(process.log()).doesNotContain("dev-");
  }

  /** By phases of our own and of Quarkus, and by beans. */
  private static void theStartIsTracedOnce(List<String> lines) throws IOException {
    var traces = lines.stream().filter(line -> line.contains("by bean or observer")).toList();
    assertThat(traces).hasSize(1);
    var table = new ObjectMapper().readTree(traces.getFirst()).path("message").asText();
    assertThat(table)
        .contains("before main", "ConfigurationProblems.find", "HibernateOrmProcessor.")
        .contains("LifecycleEventsBuildStep.startupEvent", "CatalogueSnapshots")
        .containsPattern("all +\\d{2,} +\\d{2,}");
  }

  /** A cron that calls every minute must not fill the log: once at start, and once when called. */
  private void aMissingSecretIsNotLoggedPerCall() {
    for (var call = 0; call < 30; call++) {
      assertThat(process.get("/api/cron/tick?game=babylon", "").status()).isEqualTo(503);
    }
    var lines = process.log().lines().toList();
    assertThat(lines.stream().filter(line -> line.contains("CRON_SECRET")))
        .hasSizeBetween(1, 2)
        .allMatch(line -> line.contains("\"level\":\"WARN\"") && !line.contains("stackTrace"));
    assertThat(lines).noneMatch(line -> line.contains("\"level\":\"ERROR\""));
  }

  /** Also if nobody has completed a request before. */
  private void whoNeverCompletesARequestIsCutOff() throws IOException {
    try (var socket = process.connect()) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  private void isAliveAndNotReady() {
    assertThat(process.get("/q/health/ready", "").status()).isEqualTo(503);
    var database = check("/q/health/ready", "Database");
    assertThat(database.path("status").asText()).isEqualTo("DOWN");
    assertThat(database.at("/data/reason").asText()).contains("migrations are missing");
    assertThat(process.get("/q/health/live", "").status()).isEqualTo(200);
    assertThat(process.get("/q/health/started", "").status()).isEqualTo(200);
    assertThat(check("/q/health/started", "Catalogue").at("/data/models").asInt())
        .isGreaterThan(10);
  }

  private JsonNode check(String path, String name) {
    var health = process.get(path, "");
    for (var check : health.body().path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError(path + " has no check " + name + ": " + health.text());
  }

  private void everythingIsClosed() {
    for (var token : List.of("", " ", "dev-viewer", "dev-admin", "dev-cron", "null")) {
      for (var path : List.of("/api/games", "/api/admin/audit")) {
        var closed = process.get(path, token);
        assertThat(closed.status()).as("%s by '%s'", path, token).isEqualTo(401);
        assertThat(closed.body().path("status").asInt()).as(closed.text()).isEqualTo(401);
      }
      var untold = process.post("/api/cron/tick", token);
      assertThat(untold.status()).as("cron by '%s'", token).isEqualTo(503);
      assertThat(untold.body().path("detail").asText()).contains("CRON_SECRET");
    }
  }

  @Test
  @Tag("full")
  void productionKeepsADatabaseInAFolderWhenAsked() throws Exception {
    var installation = Installation.quick(folder.resolve("own"));
    var own = folder.resolve("own/db");
    start(
        quickly(),
        "prod",
        Map.of("ZIGGURAT_EMBEDDED_DATABASE", own.toString(), "CRON_SECRET", CRON_SECRET));
    process.awaitReady();

    nothingIsSimulated();
    assertThat(installation.number("select count(*) from game")).isZero();
    noTickWithoutAGame();
    noTokenIsGoodUnlessItWasSet();
    process.stop();
    assertThat(own.resolve("data/PG_VERSION")).exists();
    assertThat(own.resolve("data/postmaster.pid")).doesNotExist();
  }

  private void nothingIsSimulated() {
    assertThat(process.get("/simulator/faults", "").status()).isEqualTo(404);
    assertThat(process.get("/simulator/wandb/v1/models", "simulated").status()).isEqualTo(404);
    assertThat(process.log()).doesNotContainIgnoringCase("simulat");
  }

  private void noTickWithoutAGame() {
    var answer = process.post("/api/cron/tick", CRON_SECRET);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("ticks").isArray()).isTrue();
    assertThat(answer.body().path("ticks")).isEmpty();
  }

  private void noTokenIsGoodUnlessItWasSet() {
    for (var token : List.of("", "dev-viewer", "dev-admin", "dev-cron", "wrong", "null")) {
      assertThat(process.get("/api/games", token).status())
          .as("games by '%s'", token)
          .isEqualTo(401);
      assertThat(process.post("/api/cron/tick", token).status())
          .as("cron by '%s'", token)
          .isEqualTo(401);
    }
    assertThat(process.get("/api/games", CRON_SECRET).status()).isEqualTo(403);
  }

  /** The only process that starts with no other options than README names. */
  @Test
  @Tag("full")
  void aKilledDemoGoesOnWithItsDatabase() throws Exception {
    start(asAnOperatorDoes(), "demo", Map.of());
    process.awaitReady();
    assertThat(process.address()).startsWith("http://127.0.0.1:");
    assertThat(process.log()).contains("viewer dev-viewer, admin dev-admin, cron dev-cron");
    aNewcomerSeesThePageAndTheGameWithoutAToken();
    var orphan = postmaster().orElseThrow();
    process.kill();

    start(quickly(), "demo", Map.of("ADMIN_TOKEN", "my-own"));
    process.awaitReady();

    assertThat(postmaster()).contains(orphan);
    process.stop();
    assertThat(orphan.isAlive()).isFalse();
    assertThat(process.log())
        .doesNotContain("ERROR", "Exception")
        .contains("admin (the one you set)")
        .doesNotContain("my-own");
  }

  private void aNewcomerSeesThePageAndTheGameWithoutAToken() {
    assertThat(process.get("/", "").status()).isEqualTo(303);
    var page = process.get("/console/", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("<title>Overview · Ziggurat</title>").contains("(simulated)");

    var games = process.get("/api/games", "");
    assertThat(games.status()).isEqualTo(200);
    assertThat(games.body().at("/items/0/id").asText()).isEqualTo("babylon");
    assertThat(games.body().at("/items/0/agents").asInt()).isEqualTo(12);
    assertThat(process.get("/api/games/babylon/markets", "").body().at("/items"))
        .filteredOn(market -> market.path("status").asText().equals("open"))
        .hasSize(3);
    assertThat(process.log()).contains("Simulated providers", "claude, groq, openai, wandb");
  }

  @Test
  void theSimulatorNeedsNoDatabase() throws Exception {
    start(quickly(), "simulator", Map.of());
    process.awaitListening();

    assertThat(process.get("/q/health/live", "").status()).isEqualTo(200);
    assertThat(folder.resolve(".ziggurat/postgres/data")).doesNotExist();
    assertThat(process.log()).doesNotContain("ERROR");
  }

  private static List<String> asAnOperatorDoes() {
    return OS.WINDOWS.isCurrentOs()
        ? List.of(Path.of("ziggurat.cmd").toAbsolutePath().toString())
        : List.of("sh", Path.of("ziggurat").toAbsolutePath().toString());
  }

  private static List<String> quickly() throws IOException {
    return PackagedProcess.java(SharedClasses.options());
  }

  private void start(List<String> launcher, String profile, Map<String, String> environment)
      throws IOException {
    var settings = Stream.of("-Dquarkus.profile=" + profile, "-Dquarkus.http.port=0");
    var command = new ArrayList<>(launcher);
    // Options of the JVM go before the package, which the script names itself.
    var jar = command.indexOf("-jar");
    command.addAll(jar < 0 ? command.size() : jar, settings.toList());
    process =
        PackagedProcess.start(
            command, folder, environment, Files.createTempFile(folder, profile, ".log"));
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    var file = folder.resolve(".ziggurat/postgres/data/postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
        : Optional.empty();
  }
}
