package dev.ziggurat.command;

import dev.ziggurat.games.RosterWriter;
import dev.ziggurat.games.RosterWriter.Written;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      if (file != null && !Files.isDirectory(folder(file))) {
        throw CommandFault.misused("--file", "there is no folder " + folder(file));
      }
      if (file != null && Files.isDirectory(file)) {
        throw CommandFault.misused("--file", file + " is a folder");
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
        toFile(asked.file, written);
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

  private void toFile(Path file, Written written) throws IOException {
    var draft = Files.createTempFile(folder(file), file.getFileName().toString(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
        roster.write(out, written);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  private static String counts(Written written) {
    return "%d games, %d agents".formatted(written.games(), written.agents());
  }
}
