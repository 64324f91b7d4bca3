package dev.ziggurat.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transactions of a database server, by its own log: it is told to write that as JSON, with an
 * identifier for each statement's form.
 *
 * @see <a href="https://www.postgresql.org/docs/18/runtime-config-logging.html">PostgreSQL: error
 *     reporting and logging</a>
 */
final class ServerLog {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final int TIMESTAMP_LENGTH = 23;
  private static final Pattern DURATION =
      Pattern.compile(
          "duration: ([0-9.]+) ms(?: {2}(?:(?:parse|bind) .*|(?:statement|execute [^:]+): (.*)))?",
          Pattern.DOTALL);
  private static final Pattern VALUE =
      Pattern.compile("\\$(\\d+) = (NULL|'(?:[^']|'')*+')", Pattern.DOTALL);

  /** Texts are skipped as a whole, because they may contain what looks like a parameter. */
  private static final Pattern TEXT_OR_PARAMETER =
      Pattern.compile("'(?:[^']|'')*+'|\\$(\\d+)", Pattern.DOTALL);

  /** For the server to read its settings, and to write what it has gathered. */
  private static final long SETTLING_NANOS = 1_500_000_000L;

  private final Installation installation;
  private final Path folder;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * One statement.
   *
   * @param form the server's identifier of statements that differ in their values only
   * @param sql with its values; empty if the log holds no statements
   */
  record Statement(long form, String sql) {}

  /**
   * One transaction.
   *
   * @param endMillis when it ended, since 1970
   * @param millis from its first statement to the end of its last, with what the client did between
   *     them
   */
  record Transaction(double endMillis, double millis, List<Statement> statements) {

    /** Whether it has a statement of this form. */
    boolean has(long form) {
      return statements.stream().anyMatch(statement -> statement.form() == form);
    }
  }

  /**
   * A line of the log.
   *
   * @param tag what the server did: {@code PARSE}, {@code BIND}, or the command that it executed
   */
  private record Line(
      String session, String tag, double endMillis, double millis, Statement statement) {

    boolean executes() {
      return !tag.equals("PARSE") && !tag.equals("BIND");
    }

    boolean begins() {
      return tag.equals("BEGIN");
    }

    boolean ends() {
      return tag.equals("COMMIT") || tag.equals("ROLLBACK");
    }
  }

  /**
   * The log of an installation.
   *
   * @param database the folder of its database
   */
  ServerLog(Installation installation, Path database) {
    this.installation = installation;
    this.folder = database.resolve("data/log");
  }

  /** Begins to write statements with all their values. */
  void beginStatements() throws SQLException, IOException {
    begin("log_min_duration_statement = 0");
  }

  /** Begins to write how long statements took, and nothing else of them. */
  void beginDurations() throws SQLException, IOException {
    begin("log_duration = on");
  }

  private void begin(String setting) throws SQLException, IOException {
    for (var file : files()) {
      // The server goes on with the file that it has opened.
      FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
    }
    set("log_destination = 'jsonlog'", "compute_query_id = on", setting);
  }

  /** Ends it: the transactions since it began, in the order in which they ended. */
  List<Transaction> ended() throws SQLException, IOException {
    set("log_min_duration_statement = -1", "log_duration = off", "log_destination = 'stderr'");
    var bySession = new LinkedHashMap<String, List<Line>>();
    for (var file : files()) {
      try (var entries = Files.lines(file)) {
        for (var entry : (Iterable<String>) entries::iterator) {
          line(json.readTree(entry))
              .ifPresent(
                  line ->
                      bySession.computeIfAbsent(line.session(), _ -> new ArrayList<>()).add(line));
        }
      }
    }
    return bySession.values().stream()
        .flatMap(lines -> transactions(lines).stream())
        .sorted(Comparator.comparingDouble(Transaction::endMillis))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  private void set(String... settings) throws SQLException, IOException {
    for (var setting : settings) {
      installation.execute("alter system set " + setting);
    }
    installation.execute("select pg_reload_conf()");
    LockSupport.parkNanos(SETTLING_NANOS);
  }

  private static Optional<Line> line(JsonNode entry) {
    var duration = DURATION.matcher(entry.path("message").asText());
    if (!duration.matches()) {
      return Optional.empty();
    }
    var sql = duration.group(2) == null ? "" : filled(duration.group(2), entry);
    return Optional.of(
        new Line(
            entry.path("session_id").asText(),
            entry.path("ps").asText(),
            LocalDateTime.parse(
                    entry.path("timestamp").asText().substring(0, TIMESTAMP_LENGTH), TIMESTAMP)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli(),
            Double.parseDouble(duration.group(1)),
            new Statement(entry.path("query_id").asLong(), sql)));
  }

  /** A statement with the values that the entry tells. */
  private static String filled(String sql, JsonNode entry) {
    var values = new HashMap<Integer, String>();
    var told = VALUE.matcher(entry.path("detail").asText());
    while (told.find()) {
      values.put(Integer.valueOf(told.group(1)), told.group(2));
    }
    return TEXT_OR_PARAMETER
        .matcher(sql)
        .replaceAll(found -> Matcher.quoteReplacement(value(values, found)));
  }

  private static String value(Map<Integer, String> values, MatchResult found) {
    return found.group(1) == null ? found.group() : values.get(Integer.valueOf(found.group(1)));
  }

  private static List<Transaction> transactions(List<Line> session) {
    var transactions = new ArrayList<Transaction>();
    var lines = new ArrayList<Line>();
    var open = false;
    for (var line : session) {
      lines.add(line);
      open = (open || line.begins()) && !line.ends();
      if (line.executes() && !open) {
        var first = lines.getFirst();
        transactions.add(
            new Transaction(
                line.endMillis(),
                line.endMillis() - first.endMillis() + first.millis(),
                lines.stream().filter(Line::executes).map(Line::statement).toList()));
        lines.clear();
      }
    }
    return transactions;
  }
}
