package dev.ziggurat.command;

import dev.ziggurat.games.lines.LineError;
import java.util.List;

/** A command failed; the message names the reason and how to fix it. */
final class CommandFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<LineError> errors;

  CommandFault(ExitCode exitCode, String message) {
    this(exitCode, message, List.of());
  }

  /**
   * With errors per line.
   *
   * @param errors by line
   */
  CommandFault(ExitCode exitCode, String message, List<LineError> errors) {
    super(message);
    this.exitCode = exitCode;
    this.errors = List.copyOf(errors);
  }

  /** An argument is invalid. */
  static CommandFault misused(String option, String fault) {
    return new CommandFault(ExitCode.MISUSED, option + ": " + fault);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  List<LineError> errors() {
    return errors;
  }
}
