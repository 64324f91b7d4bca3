package dev.ziggurat.command;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line with all commands. */
@Command(
    name = "ziggurat",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ZigguratCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs worlds of LLM agents. Without arguments the service starts; a command does one thing and ends.",
      "",
      "Settings are those of the service, from the environment or as -D<setting>=<value>, before -jar or"
          + " first after the native executable. A command uses the same database, opens no port (with simulated providers, a free port of"
          + " 127.0.0.1) and runs no migrations. 'world check' needs no database."
    },
    footer = {"", "'ziggurat' means 'java -jar quarkus-run.jar' or the native executable."},
    subcommands = {
      TickCommand.Arguments.class,
      MigrateCommand.Arguments.class,
      ExportCommand.Arguments.class,
      ImportCommand.Arguments.class,
      ReplayCommand.Arguments.class,
      TrajectoriesCommand.Arguments.class,
      WorldCheckCommand.Group.class
    })
final class ZigguratCommand {

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      try (var version = ZigguratCommand.class.getResourceAsStream("version.txt")) {
        var built = new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        return new String[] {"Ziggurat " + built};
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A parser that prints to this terminal. */
  static CommandLine on(Terminal terminal) {
    var line = new CommandLine(new ZigguratCommand());
    inDeclarationOrder(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8)));
  }

  /** Most important first. */
  private static void inDeclarationOrder(CommandLine line) {
    for (var command : line.getSubcommands().values()) {
      command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
      inDeclarationOrder(command);
    }
  }

  /**
   * The command and its arguments.
   *
   * @throws ParameterException if no command is given
   * @throws CommandFault if its arguments are invalid
   */
  static CommandOptions asked(CommandLine.ParseResult parsed) {
    var innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    if (!(innermost.commandSpec().userObject() instanceof CommandOptions asked)) {
      throw new ParameterException(innermost.commandSpec().commandLine(), "A command is missing.");
    }
    asked.check();
    return asked;
  }
}
