package dev.ziggurat.games.memories;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.memory.MemoryEntry;
import dev.ziggurat.world.SingleLine;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The fields of an entry of a memory in a request. */
@Schema(name = "MemoryFields")
public record MemoryFields(
    @Schema(
            implementation = String.class,
            maxLength = MemoryEntry.TEXT_CHARACTERS,
            description = "One line. Required for a new one")
        FieldValue<String> text,
    @Schema(
            implementation = Integer.class,
            minimum = "1",
            maximum = "10",
            description = "From 1 (mundane) to 10 (decisive); default 5 for a new one")
        FieldValue<Long> importance) {

  private static final List<String> ALL = List.of("text", "importance");

  /** Reads and validates all fields. */
  static MemoryFields read(JsonNode sent) {
    var body = Body.of(sent, ALL);
    return new MemoryFields(text(body), body.number("importance", 1, MemoryEntry.MOST_IMPORTANCE));
  }

  /** The text as a prompt shows it: without hidden characters. */
  public static FieldValue<String> text(Body body) {
    var field = body.line("text", MemoryEntry.TEXT_CHARACTERS);
    return field.map(
        sent -> {
          var shown = SingleLine.of(sent);
          if (shown.isBlank()) {
            throw field.wrong("has hidden characters only");
          }
          return shown;
        });
  }
}
