package dev.ziggurat.command;

import dev.ziggurat.games.lines.LineError;
import java.util.List;

/** A command cannot do what it is asked for; the message tells the caller why, and the way out. */
final class CommandFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<LineError> errors;

  CommandFault(ExitCode exitCode, String message) {
    this(exitCode, message, List.of());
  }

  /**
   * With what is wrong line by line.
   *
   * @param errors in the order of the lines
   */
  CommandFault(ExitCode exitCode, String message, List<LineError> errors) {
    super(message);
    this.exitCode = exitCode;
    this.errors = List.copyOf(errors);
  }

  /** An argument is wrong. */
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
