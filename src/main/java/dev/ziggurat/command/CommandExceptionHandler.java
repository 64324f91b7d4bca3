package dev.ziggurat.command;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.MigrationFailed;
import dev.ziggurat.tick.GameBusy;
import dev.ziggurat.tick.ProcessEnding;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Maps an exception to a command's error message and exit code. */
final class CommandExceptionHandler {

  private CommandExceptionHandler() {}

  static CommandFault of(Exception wrong) {
    return switch (wrong) {
      case CommandFault fault -> fault;
      case MalformedTrigger malformed ->
          new CommandFault(ExitCode.MISUSED, "--" + malformed.getMessage());
      case ProcessEnding ending -> new CommandFault(ExitCode.SKIPPED, ending.getMessage());
      case DatabaseException database ->
          new CommandFault(ExitCode.FAILED, "The database: " + database.getMessage());
      case GameBusy busy -> new CommandFault(ExitCode.FAILED, busy.getMessage());
      case WorldUnavailable world -> new CommandFault(ExitCode.FAILED, world.getMessage());
      case MigrationFailed migration -> new CommandFault(ExitCode.FAILED, migration.getMessage());
      case UncheckedIOException io -> of(io.getCause());
      case IOException io ->
          new CommandFault(ExitCode.FAILED, "Reading or writing failed: " + io.getMessage());
      default -> {
        Log.error("The command failed", wrong);
        yield new CommandFault(ExitCode.FAILED, "Internal error; see the log above");
      }
    };
  }
}
