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

/** Runs one tick of a game, or of every running one, as a cron would have it. */
@Singleton
class TickCommand {

  /** Its arguments. */
  @Command(
      name = "tick",
      description = {
        "Runs one tick of a game, or of every running game, and tells what became of it.",
        "",
        "A tick runs once per key: the same slot or key again is answered with the same tick's report,"
            + " as a duplicate. So a schedule that fires twice, or retries, needs no lock around it.",
        "The key of a failed tick resumes it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:The tick was completed, partial (some agents were passed over; they go first next time) or a"
            + " duplicate. Also if no game is running.",
        "1:It failed: no agent got an answer, or the database was not reached. Try again with the same"
            + " slot or key.",
        "2:The arguments are wrong, or there is no such game.",
        "75:It was skipped: another tick of the game is running, the game is paused, or the budget is"
            + " too short.",
        " :Of several games the worst counts: 1 before 75 before 0. Trying all of them again does no harm."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--game",
        paramLabel = "<id>",
        description = "The game to tick. Without it, every running game.")
    String game;

    @Option(
        names = "--slot",
        paramLabel = "<time>",
        converter = OptionValues.Slot.class,
        description =
            "The scheduled time that the tick stands for, such as 2026-11-20T10:15:00Z. Without it, now,"
                + " cut to the game's period.")
    Instant slot;

    @Option(
        names = "--key",
        paramLabel = "<key>",
        converter = OptionValues.Key.class,
        description =
            "Names a tick of its own, of at most 200 characters. Without it, the slot does.")
    String key;

    @Option(
        names = "--budget",
        paramLabel = "<duration>",
        converter = OptionValues.Budget.class,
        description =
            "How long all this may take, such as 45s, from 1s to 1h. Without it, each game's own budget,"
                + " else ziggurat.tick.budget.")
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

  /** Runs the tick and tells of it; a process that is to end waits for both. */
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
            return told(asked, terminal, reports);
          });
    } catch (NoSuchGame missing) {
      throw games.none(asked.game);
    }
  }

  private ExitCode told(Arguments asked, Terminal terminal, List<TickReport> reports) {
    var text =
        reports.isEmpty()
            ? "No game is running."
            : reports.stream().map(ReportText::of).collect(Collectors.joining("\n"));
    answers.tell(asked, terminal, new CronResource.Answer(reports), text);
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
