package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.db.embedded.SharedBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package as an operator starts it. */
class PackageIT {

  private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://\\S+)");
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

  @TempDir Path folder;
  private Process process;
  private Path said;

  @BeforeEach
  void shareBinaries() throws IOException {
    SharedBinaries.at(folder.resolve(".ziggurat/postgres"));
  }

  @AfterEach
  void end() throws IOException {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    postmaster().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void productionWithoutADatabaseNamesBothWaysOut() throws Exception {
    start("prod", Map.of());

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(said).lines())
        .singleElement()
        .asString()
        .contains("QUARKUS_DATASOURCE_JDBC_URL")
        .contains("ZIGGURAT_EMBEDDED_DATABASE=<folder>");
  }

  @Test
  void productionWithoutSecretsStartsClosed() throws Exception {
    start(
        "prod",
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", PostgresResource.database("package"),
            "QUARKUS_DATASOURCE_USERNAME", "postgres",
            "QUARKUS_DATASOURCE_PASSWORD", "postgres"));
    var address = address();

    given()
        .post(address + "/api/cron/tick")
        .then()
        .statusCode(503)
        .body(containsString("CRON_SECRET"));
    given().get(address + "/simulator/faults").then().statusCode(404);
    given().get(address + "/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    assertThat(Files.readString(said)).doesNotContain("dev-");
  }

  @Test
  void productionKeepsADatabaseInAFolderWhenAsked() throws Exception {
    start(
        "prod",
        Map.of("ZIGGURAT_EMBEDDED_DATABASE", SharedBinaries.at(folder.resolve("own")).toString()));

    given().get(address() + "/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    stop();
    assertThat(folder.resolve("own/data/PG_VERSION")).exists();
    assertThat(folder.resolve("own/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aKilledDemoGoesOnWithItsDatabase() throws Exception {
    start("demo", Map.of());
    var first = address();
    assertThat(first).startsWith("http://127.0.0.1:");
    assertThat(Files.readString(said))
        .contains("viewer dev-viewer, admin dev-admin, cron dev-cron");
    var orphan = postmaster().orElseThrow();
    process.destroyForcibly().waitFor();

    start("demo", Map.of());
    given().get(address() + "/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));

    assertThat(postmaster()).contains(orphan);
    stop();
    assertThat(orphan.isAlive()).isFalse();
    assertThat(Files.readString(said)).doesNotContain("ERROR").doesNotContain("Exception");
  }

  @Test
  void aDemoShowsNoSecretOfYours() throws Exception {
    start("demo", Map.of("ADMIN_TOKEN", "my-own"));
    var address = address();

    assertThat(Files.readString(said)).contains("admin (the one you set)").doesNotContain("my-own");
    assertThat(address).isNotBlank();
    stop();
  }

  @Test
  void theSimulatorNeedsNoDatabase() throws Exception {
    start("simulator", Map.of());

    given().get(address() + "/q/health/live").then().statusCode(200);
    assertThat(folder.resolve(".ziggurat/postgres/data")).doesNotExist();
    assertThat(Files.readString(said)).doesNotContain("ERROR");
  }

  private void start(String profile, Map<String, String> environment) throws IOException {
    said = Files.createTempFile(folder, profile, ".log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.profile=" + profile,
                "-Dquarkus.http.port=0",
                "-jar",
                JAR.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    var inherited = builder.environment();
    inherited
        .keySet()
        .removeIf(
            name ->
                name.startsWith("QUARKUS_")
                    || name.startsWith("ZIGGURAT_")
                    || name.endsWith("_TOKEN")
                    || name.equals("CRON_SECRET"));
    inherited.putAll(new HashMap<>(environment));
    process = builder.start();
  }

  private String address() {
    Awaitility.await()
        .atMost(90, TimeUnit.SECONDS)
        .until(() -> ADDRESS.matcher(Files.readString(said)).find() || !process.isAlive());
    try {
      var log = Files.readString(said);
      var matcher = ADDRESS.matcher(log);
      assertThat(matcher.find()).as(log).isTrue();
      return matcher.group(1).replace("0.0.0.0", "127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An orderly end, as by Ctrl-C or a container's stop. */
  private void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    var file = folder.resolve(".ziggurat/postgres/data/postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
        : Optional.empty();
  }
}
