package dev.ziggurat.command;

import dev.ziggurat.access.Identities;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.RosterReader;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.LineError;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads games and agents from JSON Lines. */
@Singleton
class ImportCommand {

  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** Its arguments. */
  @Command(
      name = "import",
      description = {
        "Creates and changes games and agents from JSON Lines: all of them or none.",
        "",
        "Reads the output of 'export'. A line with a field \"game\" is an agent of that game, any other line"
            + " is a game. Fields that a line leaves out keep their value; deleted games and agents are"
            + " restored. A new game begins at its opening.",
        "At most 50,000 lines and 64 MiB at once."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:Everything was imported.",
        "1:Nothing was imported: errors are listed by line, or the database was not reached.",
        "2:The arguments are invalid."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--file",
        paramLabel = "<file>",
        description = "The file to read. Default: standard input.")
    Path file;

    @Option(
        names = "--mode",
        paramLabel = "<mode>",
        defaultValue = "upsert",
        converter = OptionValues.OfMode.class,
        description =
            "'upsert' changes what exists, 'create' refuses it. Default: ${DEFAULT-VALUE}.")
    ImportMode mode;

    @Option(
        names = "--force",
        description = "Accepts agents' models that are not in the catalogue.")
    boolean force;

    @Override
    void check() {
      if (file != null && !Files.isReadable(file)) {
        throw CommandFault.misused("--file", "there is no readable file " + file);
      }
      if (file != null && Files.isDirectory(file)) {
        throw CommandFault.misused("--file", file + " is a folder");
      }
    }
  }

  private final RosterReader roster;
  private final CurrentIdentityAssociation identity;
  private final CommandOutput answers;

  ImportCommand(RosterReader roster, CurrentIdentityAssociation identity, CommandOutput answers) {
    this.roster = roster;
    this.identity = identity;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) throws IOException {
    // The name is shown in the audit.
    identity.setIdentity(
        Identities.of(
            "command, user " + System.getProperty("user.name", "unknown"), Set.of(Roles.ADMIN)));
    var read = read(asked, terminal, body(asked, terminal));
    answers.write(
        asked,
        terminal,
        read,
        "games: %s; agents: %s".formatted(counts(read.games()), counts(read.agents())));
    return ExitCode.DONE;
  }

  private RosterReader.Read read(Arguments asked, Terminal terminal, byte[] body) {
    try (var _ = terminal.show(() -> "importing %,d bytes".formatted(body.length))) {
      return roster.read(body, asked.mode, asked.force);
    } catch (HttpProblem problem) {
      var source = asked.file == null ? "standard input" : asked.file.toString();
      throw new CommandFault(
          ExitCode.FAILED,
          problem.getDetail().replaceFirst("^body: ", Matcher.quoteReplacement(source + ": ")),
          errors(problem));
    }
  }

  private static List<LineError> errors(HttpProblem problem) {
    return problem.getParameters().get("errors") instanceof List<?> errors
        ? errors.stream().map(LineError.class::cast).toList()
        : List.of();
  }

  private static byte[] body(Arguments asked, Terminal terminal) throws IOException {
    if (asked.file == null && terminal.isInteractive()) {
      terminal.writeMessage("Reading JSON Lines from standard input");
    }
    try (var in = asked.file == null ? terminal.in() : Files.newInputStream(asked.file)) {
      var body = in.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new CommandFault(
            ExitCode.FAILED, "The input is larger than 64 MiB; import it in parts");
      }
      return body;
    }
  }

  private static String counts(ImportResult imported) {
    return "%d created, %d changed".formatted(imported.created(), imported.changed());
  }
}
