package dev.ziggurat.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.games.lines.LineError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes results and errors, as text or as JSON. */
@Singleton
class CommandOutput {

  private final ObjectMapper json;

  CommandOutput(ObjectMapper json) {
    this.json = json;
  }

  /**
   * An error as JSON.
   *
   * @param errors errors per line; empty if not about lines
   */
  @RegisterForReflection
  record ErrorOutput(String error, List<LineError> errors) {}

  /**
   * Writes a result.
   *
   * @param value written as JSON
   * @param text written as text
   */
  void write(CommandOptions asked, Terminal terminal, Object value, String text) {
    terminal.writeResult(asked.json ? written(value) : text);
  }

  /** Writes an error. */
  void write(CommandOptions asked, Terminal terminal, CommandFault fault) {
    if (asked.json) {
      terminal.writeResult(written(new ErrorOutput(fault.getMessage(), fault.errors())));
      return;
    }
    terminal.writeMessage(fault.getMessage());
    fault
        .errors()
        .forEach(
            error ->
                terminal.writeMessage(
                    "  line %d: %s: %s".formatted(error.line(), error.field(), error.message())));
  }

  private String written(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
