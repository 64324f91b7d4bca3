package dev.ziggurat.command;

import dev.ziggurat.games.RosterWriter;
import dev.ziggurat.games.RosterWriter.Written;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes all games and their agents as JSON Lines. */
@Singleton
class ExportCommand {

  /** Its arguments. */
  @Command(
      name = "export",
      description = {
        "Writes all games and their agents as JSON Lines.",
        "",
        "A line for a game, then one for each of its agents, each followed by what the agent"
            + " remembers; deleted ones are left out. Contains their configuration, not what"
            + " happened in the games. 'import' reads it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:Everything was written.",
        "1:Failed; the previous content of the file is unchanged.",
        "2:The arguments are invalid."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--file",
        paramLabel = "<file>",
        description =
            "The file to write; replaced once everything is written. Default: standard output, with"
                + " the counts on standard error.")
    Path file;

    @Override
    void check() {
      if (file != null) {
        new OutputFile(file).check();
      }
    }
  }

  /** The result of an export. */
  @RegisterForReflection
  record Exported(long games, long agents, String file) {}

  private final RosterWriter roster;
  private final CommandOutput answers;

  ExportCommand(RosterWriter roster, CommandOutput answers) {
    this.roster = roster;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) throws IOException {
    var written = new Written();
    try (var _ = terminal.show(() -> counts(written))) {
      if (asked.file == null) {
        roster.write(terminal.out(), written);
        terminal.out().flush();
      } else {
        new OutputFile(asked.file).write(out -> roster.write(out, written));
      }
    }
    if (asked.file == null) {
      terminal.writeMessage(counts(written) + " exported");
    } else {
      answers.write(
          asked,
          terminal,
          new Exported(written.games(), written.agents(), asked.file.toString()),
          counts(written) + " exported to " + asked.file);
    }
    return ExitCode.DONE;
  }

  private static String counts(Written written) {
    return "%d games, %d agents".formatted(written.games(), written.agents());
  }
}
