package dev.ziggurat.command;

import dev.ziggurat.training.trajectories.TrajectoryExport;
import dev.ziggurat.training.trajectories.TrajectoryExport.Prepared;
import dev.ziggurat.training.trajectories.TrajectoryFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the turns of a game for training. */
@Singleton
class TrajectoriesCommand {

  /** Its arguments. */
  @Command(
      name = "trajectories",
      description = {
        "Writes the answered turns of a game for training, as JSON Lines.",
        "",
        "In the order of ticks and of application, as long as the texts of turns are kept. The"
            + " reward of a turn is the agent's score after --horizon more ticks, less its score"
            + " before the turn."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:Everything was written.",
        "1:Failed; the previous content of the file is unchanged.",
        "2:The arguments are invalid."
      })
  static final class Arguments extends CommandOptions {

    @Option(names = "--game", required = true, paramLabel = "<id>", description = "The game.")
    String game;

    @Option(
        names = "--format",
        paramLabel = "<format>",
        description =
            "turns (everything that is known of a turn), openai, openai-strict or art. Default:"
                + " turns.")
    String format;

    @Option(
        names = "--model",
        paramLabel = "<model>",
        description = "Only turns that this model answered, as its provider names it.")
    String model;

    @Option(
        names = "--from",
        paramLabel = "<time>",
        description = "The first slot, such as 2026-01-31T12:00:00Z.")
    String from;

    @Option(names = "--to", paramLabel = "<time>", description = "The slot before which to end.")
    String to;

    @Option(
        names = "--min-reward-quantile",
        paramLabel = "<number>",
        description =
            "Only turns whose reward is at least this quantile of all: 0.75 for the best quarter.")
    String minRewardQuantile;

    @Option(
        names = "--horizon",
        paramLabel = "<ticks>",
        description = "How many further ticks count for a reward. Default: 1.")
    String horizon;

    @Option(
        names = "--file",
        paramLabel = "<file>",
        description =
            "The file to write; replaced once everything is written. Default: standard output, with"
                + " the count on standard error.")
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
  record Exported(long turns, String file) {}

  private final KnownGames games;
  private final TrajectoryExport export;
  private final CommandOutput answers;

  TrajectoriesCommand(KnownGames games, TrajectoryExport export, CommandOutput answers) {
    this.games = games;
    this.export = export;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) throws IOException {
    games.game(asked.game);
    var prepared = prepared(asked);
    var turns = new AtomicLong();
    try (var _ = terminal.show(() -> count(turns))) {
      if (asked.file == null) {
        export.write(prepared, new BufferedOutputStream(terminal.out()), turns);
        terminal.out().flush();
      } else {
        new OutputFile(asked.file).write(out -> export.write(prepared, out, turns));
      }
    }
    if (asked.file == null) {
      terminal.writeMessage(count(turns) + " exported");
    } else {
      answers.write(
          asked,
          terminal,
          new Exported(turns.get(), asked.file.toString()),
          count(turns) + " exported to " + asked.file);
    }
    return ExitCode.DONE;
  }

  private Prepared prepared(Arguments asked) {
    try {
      return export.prepare(
          TrajectoryFilter.format(Optional.ofNullable(asked.format)),
          TrajectoryFilter.read(
              asked.game,
              Optional.ofNullable(asked.model),
              Optional.ofNullable(asked.from),
              Optional.ofNullable(asked.to),
              Optional.ofNullable(asked.minRewardQuantile),
              Optional.ofNullable(asked.horizon)));
    } catch (BadRequestException wrong) {
      throw new CommandFault(
          ExitCode.MISUSED,
          "--" + wrong.getMessage().replace("minRewardQuantile", "min-reward-quantile"));
    }
  }

  private static String count(AtomicLong turns) {
    return "%,d turns".formatted(turns.get());
  }
}
