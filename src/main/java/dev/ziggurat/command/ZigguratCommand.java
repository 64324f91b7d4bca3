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

/** The command line as a whole: which commands there are. */
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
          + " first after the native executable. A command uses the same database, listens nowhere (only where the providers are simulated, on"
          + " a free port of 127.0.0.1, which plays them) and migrates nothing by itself."
    },
    footer = {"", "'ziggurat' stands for 'java -jar quarkus-run.jar' or the native executable."},
    subcommands = {
      TickCommand.Arguments.class,
      MigrateCommand.Arguments.class,
      ExportCommand.Arguments.class,
      ImportCommand.Arguments.class,
      ReplayCommand.Arguments.class
    })
final class ZigguratCommand {

  /** The version this was built as. */
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

  /** A reader of arguments that speaks on this terminal. */
  static CommandLine on(Terminal terminal) {
    var line = new CommandLine(new ZigguratCommand());
    // In the order of the code, which is that of importance.
    line.getSubcommands()
        .values()
        .forEach(
            command ->
                command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8)));
  }

  /**
   * What was asked for.
   *
   * @throws ParameterException if that is no command
   * @throws CommandFault if its arguments do not do
   */
  static CommandOptions asked(CommandLine.ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), "Which command? Arguments without one mean nothing.");
    }
    var asked = (CommandOptions) parsed.subcommand().commandSpec().userObject();
    asked.check();
    return asked;
  }
}
