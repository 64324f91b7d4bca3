package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Plays transactions by PostgreSQL's own load generator: one connection, one after the other, with
 * nothing between their statements.
 *
 * @see <a href="https://www.postgresql.org/docs/18/pgbench.html">pgbench</a>
 */
final class PgbenchReplay {

  private static final Pattern LATENCY =
      Pattern.compile("^ +([0-9.]+) +\\d+ +\\S", Pattern.MULTILINE);
  private static final int MOST_MINUTES = 10;

  private final String program;
  private final Path folder;

  /**
   * The program.
   *
   * @param program its name or path
   * @param folder for what it reads and writes
   */
  PgbenchReplay(String program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Plays them.
   *
   * @param url a database of a server on this machine, as JDBC names it
   * @return how long each transaction took, in milliseconds
   */
  List<Double> play(List<ServerLog.Transaction> transactions, String url, String password)
      throws IOException, InterruptedException {
    var script = folder.resolve("transactions.sql");
    try (var out = Files.newBufferedWriter(script)) {
      for (var transaction : transactions) {
        for (var statement : transaction.statements()) {
          out.write(statement.sql());
          out.write(";\n");
        }
      }
    }
    var address = URI.create(url.substring("jdbc:".length()));
    var output = folder.resolve("pgbench.log");
    var builder =
        new ProcessBuilder(
                program,
                "--no-vacuum",
                "--report-per-command",
                "--transactions=1",
                "--host=" + address.getHost(),
                "--port=" + address.getPort(),
                "--username=postgres",
                "--file=" + script,
                address.getPath().substring(1))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PGPASSWORD", password);
    var process = builder.start();
    try {
      assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var told = Files.readString(output);
    assertThat(process.exitValue()).as(told).isZero();
    return sums(
        transactions,
        LATENCY.matcher(told).results().map(found -> Double.valueOf(found.group(1))).toList());
  }

  private static List<Double> sums(
      List<ServerLog.Transaction> transactions, List<Double> latencies) {
    assertThat(latencies)
        .hasSize(
            transactions.stream().mapToInt(transaction -> transaction.statements().size()).sum());
    var sums = new ArrayList<Double>();
    var next = latencies.iterator();
    for (var transaction : transactions) {
      var sum = 0.0;
      for (var statement = 0; statement < transaction.statements().size(); statement++) {
        sum += next.next();
      }
      sums.add(sum);
    }
    return sums;
  }
}
