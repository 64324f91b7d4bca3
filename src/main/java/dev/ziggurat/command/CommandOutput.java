package dev.ziggurat.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.games.lines.LineError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;

/** Tells results and errors, to people or to programs. */
@Singleton
class CommandOutput {

  private final ObjectMapper json;

  CommandOutput(ObjectMapper json) {
    this.json = json;
  }

  /**
   * An error, for programs.
   *
   * @param errors what is wrong line by line, where it is about lines
   */
  @RegisterForReflection
  record Trouble(String error, List<LineError> errors) {}

  /**
   * Tells a result.
   *
   * @param value for programs
   * @param text for people
   */
  void tell(CommandOptions asked, Terminal terminal, Object value, String text) {
    terminal.tell(asked.json ? written(value) : text);
  }

  /** Tells an error. */
  void tell(CommandOptions asked, Terminal terminal, CommandFault fault) {
    if (asked.json) {
      terminal.tell(written(new Trouble(fault.getMessage(), fault.errors())));
      return;
    }
    terminal.remark(fault.getMessage());
    fault
        .errors()
        .forEach(
            error ->
                terminal.remark(
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
