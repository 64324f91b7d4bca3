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
        "A line for a game, then one for each of its agents; the deleted ones are left out. It is what an"
            + " admin chose of them, not what happened in the games. 'import' reads it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:All is written.",
        "1:It is not; what was in the file before is still there.",
        "2:The arguments are wrong."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--file",
        paramLabel = "<file>",
        description =
            "Where to write, replacing what is there once all is written. Without it, to standard output,"
                + " and how much it was is told on standard error.")
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

  /** What was exported. */
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
    try (var _ = terminal.show(() -> told(written))) {
      if (asked.file == null) {
        roster.write(terminal.out(), written);
        terminal.out().flush();
      } else {
        toFile(asked.file, written);
      }
    }
    if (asked.file == null) {
      terminal.remark(told(written) + " exported");
    } else {
      answers.tell(
          asked,
          terminal,
          new Exported(written.games(), written.agents(), asked.file.toString()),
          told(written) + " exported to " + asked.file);
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

  private static String told(Written written) {
    return "%d games, %d agents".formatted(written.games(), written.agents());
  }
}
