package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.benchmark.JvmMeter;
import dev.ziggurat.benchmark.Meter;
import dev.ziggurat.benchmark.PhaseProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A build whose ticks are measured: its process and its database server, which nobody else uses.
 * Its ticks have the same slots as those of any other, so that their worlds can be compared.
 */
final class TickedBuild implements AutoCloseable {

  private static final String ADMIN = "benchmark-admin";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Instant FIRST_SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern EXECUTIONS =
      Pattern.compile("^ziggurat_db_executions_total(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);

  private final String name;
  private final Path folder;
  private final Installation installation;
  private final PackagedProcess process;
  private final JvmMeter machine;
  private final Meter application;
  private final Meter database;
  private final List<Ticked> ticks = new ArrayList<>();
  private String game = "";
  private int agents;
  private int slots;

  /**
   * What one tick took.
   *
   * @param allocated bytes, by the application
   */
  record Ticked(
      long millis, Duration application, Duration compiling, Duration database, long allocated) {}

  /**
   * What the database did so far.
   *
   * @param executions of statements by the driver; a batch is one
   * @param walBytes of its log
   */
  record Written(double executions, long walBytes) {}

  private TickedBuild(String name, Path folder, Installation installation, PackagedProcess process)
      throws IOException {
    this.name = name;
    this.folder = folder;
    this.installation = installation;
    this.process = process;
    this.machine = JvmMeter.of(process.handle());
    this.application = Meter.of(process.handle());
    this.database = Meter.ofFamily(installation.postmaster().orElseThrow());
  }

  /**
   * Starts a build.
   *
   * @param jar of the package
   * @param heap the most it may take, as {@code -Xmx} says it
   */
  static TickedBuild start(
      String name, Path jar, Path folder, String heap, Map<String, String> settings)
      throws IOException {
    var options = List.of("-Xmx" + heap, "-XX:FlightRecorderOptions:stackdepth=256");
    var installation = new Installation(folder, jar, options);
    var given = new HashMap<>(settings);
    given.put("ziggurat.access.admin-token", ADMIN);
    try {
      return new TickedBuild(name, folder, installation, installation.start("prod", given));
    } catch (IOException | RuntimeException failed) {
      installation.close();
      throw failed;
    }
  }

  String name() {
    return name;
  }

  List<Ticked> ticks() {
    return ticks;
  }

  /**
   * Begins the game of an empty city with so many inhabitants: its first tick pays them and opens
   * its markets. What was measured before is forgotten, and the game before is deleted.
   */
  void settle(int inhabitants) throws SQLException, IOException {
    game = "bench-" + inhabitants;
    agents = inhabitants;
    slots = 0;
    ticks.clear();
    installation.execute("update game set deleted_at = now()");
    BenchmarkGame.found(installation, game, inhabitants);
  }

  /**
   * Plays a tick and keeps what it took.
   *
   * @return the digest of the world after it
   */
  String tick() {
    var cpu = application.cpu();
    var compiled = application.compiling();
    var ofDatabase = database.cpu();
    var allocated = machine.allocatedBytes();
    var began = System.nanoTime();
    var slot = FIRST_SLOT.plus(Duration.ofMinutes(++slots)).toString();
    var report = process.tickAt(slot, PATIENCE).report();
    var millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    ticks.add(
        new Ticked(
            millis,
            application.cpu().minus(cpu),
            application.compiling().minus(compiled),
            database.cpu().minus(ofDatabase),
            machine.allocatedBytes() - allocated));
    assertThat(report.at("/turns/applied").asInt()).as(report.toString()).isEqualTo(agents);
    assertThat(report.at("/inference/attempts").asInt()).isEqualTo(agents);
    return report.path("digest").asText();
  }

  /** Forgets the ticks so far. */
  void warm() {
    ticks.clear();
  }

  /** What the database did so far. */
  Written written() throws SQLException, IOException {
    var metrics = EXECUTIONS.matcher(process.get("/q/metrics", ADMIN).text());
    assertThat(metrics.find()).isTrue();
    return new Written(
        Double.parseDouble(metrics.group(1)),
        installation.number("select pg_current_wal_lsn() - '0/0'::pg_lsn"));
  }

  /** The heap that was in use after the last collections, in MiB. */
  long liveMebi() throws IOException {
    return machine.liveBytes() >> 20;
  }

  /** The memory of the process, in MiB. */
  long residentMebi() {
    return application.resident();
  }

  /** Begins to record what threads do. */
  void record(Path settings) throws IOException {
    machine.record(settings);
  }

  /** Ends that, and keeps the recording beside the database. */
  PhaseProfile recorded() throws IOException {
    var file = folder.resolve("phases.jfr");
    machine.recorded(file);
    return PhaseProfile.read(file);
  }

  @Override
  public void close() throws IOException {
    machine.close();
    installation.close();
  }
}
