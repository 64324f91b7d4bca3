package dev.ziggurat.command;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Runs one command and ends. */
@Singleton
@Unremovable
public class Commands implements QuarkusApplication {

  private final Instance<TickCommand> tick;
  private final Instance<MigrateCommand> migrate;
  private final Instance<ExportCommand> exporting;
  private final Instance<ImportCommand> importing;
  private final Instance<ReplayCommand> replay;
  private final Instance<TrajectoriesCommand> trajectories;
  private final Instance<WorldCheckCommand> worldCheck;
  private final CommandOutput answers;

  Commands(
      Instance<TickCommand> tick,
      Instance<MigrateCommand> migrate,
      Instance<ExportCommand> exporting,
      Instance<ImportCommand> importing,
      Instance<ReplayCommand> replay,
      Instance<TrajectoriesCommand> trajectories,
      Instance<WorldCheckCommand> worldCheck,
      CommandOutput answers) {
    this.tick = tick;
    this.migrate = migrate;
    this.exporting = exporting;
    this.importing = importing;
    this.replay = replay;
    this.trajectories = trajectories;
    this.worldCheck = worldCheck;
    this.answers = answers;
  }

  /**
   * Runs a command.
   *
   * @param args arguments that {@link Invocation} recognized as a command
   * @return the exit code of the process
   */
  @Override
  public int run(String... args) {
    return run(Terminal.ofThisProcess(), args);
  }

  /** The same on this terminal. */
  @ActivateRequestContext
  int run(Terminal terminal, String... args) {
    var asked = ZigguratCommand.asked(ZigguratCommand.on(terminal).parseArgs(args));
    try {
      return run(asked, terminal).number();
    } catch (IOException | RuntimeException e) {
      var fault = CommandExceptionHandler.of(e);
      answers.write(asked, terminal, fault);
      return fault.exitCode().number();
    }
  }

  private ExitCode run(CommandOptions asked, Terminal terminal) throws IOException {
    return switch (asked) {
      case TickCommand.Arguments arguments -> tick.get().run(arguments, terminal);
      case MigrateCommand.Arguments arguments -> migrate.get().run(arguments, terminal);
      case ExportCommand.Arguments arguments -> exporting.get().run(arguments, terminal);
      case ImportCommand.Arguments arguments -> importing.get().run(arguments, terminal);
      case ReplayCommand.Arguments arguments -> replay.get().run(arguments, terminal);
      case TrajectoriesCommand.Arguments arguments -> trajectories.get().run(arguments, terminal);
      case WorldCheckCommand.Arguments arguments -> worldCheck.get().run(arguments, terminal);
    };
  }
}
