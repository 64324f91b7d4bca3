package dev.ziggurat.games.lines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.http.StrictJson;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Reads and writes JSON Lines (https://jsonlines.org): UTF-8, one object to a line. What is read is
 * taken whole or not at all: the faults of all lines are told together, by line.
 */
@Singleton
public class JsonLines {

  /** A media type of JSON Lines. Two are in use; this one is written. */
  public static final String NDJSON = "application/x-ndjson";

  /** The other media type of JSON Lines; it is read. */
  public static final String JSONL = "application/jsonl";

  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_ERRORS = 100;

  /** Some editors begin a file with it. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final StrictJson strict;
  private final ObjectMapper json;

  JsonLines(StrictJson strict, ObjectMapper json) {
    this.strict = strict;
    this.json = json;
  }

  /** Takes what an export reads, one after the other. */
  @FunctionalInterface
  public interface Sink<T> {

    /** Takes one. */
    void take(T item) throws IOException;
  }

  /**
   * What stands in a line.
   *
   * @param number from 1
   */
  public record Line<T>(int number, T value) {}

  /**
   * Reads all lines that are not blank.
   *
   * @param reader reads what a line holds; throws a {@link InvalidField} if that is wrong
   * @throws HttpProblem 400 with the faults by line, or if it is no UTF-8, there is no line or
   *     there are too many
   */
  public <T> List<Line<T>> read(byte[] body, int most, Function<JsonNode, T> reader) {
    var text = text(body);
    var lines = new ArrayList<Line<String>>();
    var number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        lines.add(new Line<>(number, line));
      }
      if (lines.size() > most) {
        throw refusal("body: more than " + most + " lines; send them in several parts");
      }
    }
    if (lines.isEmpty()) {
      throw refusal("body: holds no line; send one JSON object to a line");
    }
    return map(lines, line -> reader.apply(parse(line)));
  }

  private JsonNode parse(String line) {
    if (line.length() > MAX_LINE) {
      throw new InvalidField("line", "is longer than " + MAX_LINE + " characters");
    }
    return strict.read("line", line);
  }

  /** What is no UTF-8 would be stored with question marks in the place of letters. */
  private static String text(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    } catch (CharacterCodingException other) {
      throw refusal("body: is not in UTF-8; save the file in that encoding");
    }
  }

  /**
   * Reads something else out of each line.
   *
   * @param lines in any order
   * @param reader throws a {@link InvalidField} for a line that is wrong
   * @throws HttpProblem 400 with the faults, by line
   */
  public static <T, R> List<Line<R>> map(List<Line<T>> lines, Function<T, R> reader) {
    var read = new ArrayList<Line<R>>();
    var errors = new ArrayList<LineError>();
    for (var line : lines) {
      try {
        read.add(new Line<>(line.number(), reader.apply(line.value())));
      } catch (InvalidField wrong) {
        errors.add(new LineError(line.number(), wrong.field(), wrong.fault()));
      }
    }
    if (!errors.isEmpty()) {
      errors.sort(Comparator.comparingInt(LineError::line));
      throw refusal(errors);
    }
    return List.copyOf(read);
  }

  private static HttpProblem refusal(List<LineError> errors) {
    var first = errors.getFirst();
    return HttpProblem.builder()
        .withTitle("Bad Request")
        .withStatus(Response.Status.BAD_REQUEST)
        .withDetail(
            "%s wrong, so nothing was changed. Line %d: %s: %s"
                .formatted(
                    errors.size() == 1 ? "1 line is" : errors.size() + " lines are",
                    first.line(),
                    first.field(),
                    first.message()))
        .with("errors", errors.stream().limit(MAX_ERRORS).toList())
        .build();
  }

  private static HttpProblem refusal(String detail) {
    return HttpProblem.valueOf(Response.Status.BAD_REQUEST, detail);
  }

  /** Writes one line. */
  public void write(Object line, OutputStream out) throws IOException {
    out.write(json.writeValueAsBytes(line));
    out.write('\n');
  }
}
