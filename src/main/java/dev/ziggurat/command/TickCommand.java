package dev.ziggurat.command;

import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.trigger.CronResource;
import dev.ziggurat.trigger.TickTrigger;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one tick of a game, or of every running one, for cron jobs. */
@Singleton
class TickCommand {

  /** Its arguments. */
  @Command(
      name = "tick",
      description = {
        "Runs one tick of a game, or of every running game, and prints the report.",
        "",
        "A tick runs once per key: the same slot or key again is answered with the same tick's report,"
            + " as a duplicate. So a schedule that fires twice, or retries, needs no lock.",
        "The key of a failed tick resumes it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:The tick was completed, partial (some agents were skipped; they go first next time) or a"
            + " duplicate. Also if no game is running.",
        "1:It failed: no agent got an answer, or the database was not reached. Retry with the same slot"
            + " or key.",
        "2:The arguments are invalid, or there is no such game.",
        "75:It was skipped: another tick of the game is running, the game is paused, or the budget is"
            + " too short.",
        " :With several games the most severe code is returned: 1, then 75, then 0. Retrying all is safe."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--game",
        paramLabel = "<id>",
        description = "The game to tick. Default: every running game.")
    String game;

    @Option(
        names = "--slot",
        paramLabel = "<time>",
        converter = OptionValues.Slot.class,
        description =
            "The scheduled time of the tick, such as 2026-11-20T10:15:00Z. Default: now, rounded down to"
                + " the game's period.")
    Instant slot;

    @Option(
        names = "--key",
        paramLabel = "<key>",
        converter = OptionValues.Key.class,
        description = "Idempotency key of the tick, at most 200 characters. Default: the slot.")
    String key;

    @Option(
        names = "--budget",
        paramLabel = "<duration>",
        converter = OptionValues.Budget.class,
        description =
            "Time limit of the run, such as 45s, from 1s to 1h. Default: each game's own budget, else"
                + " ziggurat.tick.budget.")
    Duration budget;

    @Override
    boolean asksModels() {
      return true;
    }
  }

  private final TickTrigger trigger;
  private final KnownGames games;
  private final TickProgress progress;
  private final CommandOutput answers;

  TickCommand(TickTrigger trigger, KnownGames games, TickProgress progress, CommandOutput answers) {
    this.trigger = trigger;
    this.games = games;
    this.progress = progress;
    this.answers = answers;
  }

  /** Runs the tick and prints its report; a graceful shutdown waits for both. */
  ExitCode run(Arguments asked, Terminal terminal) {
    try (var shown = terminal.show(progress.of(Optional.ofNullable(asked.game)))) {
      return trigger.fire(
          new TickTrigger.Request(
              Optional.ofNullable(asked.game),
              Optional.ofNullable(asked.slot),
              Optional.ofNullable(asked.key),
              Optional.ofNullable(asked.budget)),
          reports -> {
            shown.end();
            return print(asked, terminal, reports);
          });
    } catch (NoSuchGame missing) {
      throw games.unknown(asked.game);
    }
  }

  private ExitCode print(Arguments asked, Terminal terminal, List<TickReport> reports) {
    var text =
        reports.isEmpty()
            ? "No game is running."
            : reports.stream().map(ReportText::of).collect(Collectors.joining("\n"));
    answers.write(asked, terminal, new CronResource.Answer(reports), text);
    return reports.stream().map(TickCommand::exitCode).reduce(ExitCode.DONE, ExitCode::or);
  }

  private static ExitCode exitCode(TickReport report) {
    return switch (report.outcome()) {
      case "failed" -> ExitCode.FAILED;
      case "skipped" -> ExitCode.SKIPPED;
      default -> ExitCode.DONE;
    };
  }
}
