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
 * Reads and writes JSON Lines (https://jsonlines.org): UTF-8, one object per line. Reading is all
 * or nothing: the errors of all lines are reported together, by line.
 */
@Singleton
public class JsonLines {

  /** The media type of JSON Lines for output; one of two in use. */
  public static final String NDJSON = "application/x-ndjson";

  /** The other media type of JSON Lines; accepted as input. */
  public static final String JSONL = "application/jsonl";

  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_ERRORS = 100;

  /** Some editors write it at the start of a file. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final StrictJson strict;
  private final ObjectMapper json;

  JsonLines(StrictJson strict, ObjectMapper json) {
    this.strict = strict;
    this.json = json;
  }

  /** Receives the items of an export in order. */
  @FunctionalInterface
  public interface Sink<T> {

    /** Receives an item. */
    void take(T item) throws IOException;
  }

  /**
   * The value of a line.
   *
   * @param number from 1
   */
  public record Line<T>(int number, T value) {}

  /**
   * Reads all lines that are not blank.
   *
   * @param reader converts a line; throws an {@link InvalidField} if it is invalid
   * @throws HttpProblem 400 with the errors by line, or if the body is not UTF-8, is empty or has
   *     too many lines
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
      throw refusal("body: contains no line; send one JSON object per line");
    }
    return map(lines, line -> reader.apply(parse(line)));
  }

  private JsonNode parse(String line) {
    if (line.length() > MAX_LINE) {
      throw new InvalidField("line", "is longer than " + MAX_LINE + " characters");
    }
    return strict.read("line", line);
  }

  /** Rejects other encodings, whose letters would be stored as question marks. */
  private static String text(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    } catch (CharacterCodingException other) {
      throw refusal("body: is not in UTF-8; save the file in that encoding");
    }
  }

  /**
   * Converts the value of each line.
   *
   * @param lines in any order
   * @param reader throws an {@link InvalidField} for an invalid line
   * @throws HttpProblem 400 with the errors by line
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
