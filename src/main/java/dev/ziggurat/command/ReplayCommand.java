package dev.ziggurat.command;

import dev.ziggurat.tick.Replay;
import dev.ziggurat.tick.ReplayReport;
import dev.ziggurat.tick.ReplayReport.LogDifference;
import dev.ziggurat.tick.ReplayReport.LogReport;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replays a game from its opening and compares every digest with the journaled one. */
@Singleton
class ReplayCommand {

  /** Its arguments. */
  @Command(
      name = "replay",
      description = {
        "Replays a game from its opening and compares digests.",
        "",
        "Replays the journaled decisions and the interventions between ticks in order, in memory, and"
            + " compares the digest after each with the journaled one. Writes nothing, calls no model.",
        "The time limit is one hour; change it with ziggurat.tick.replay-limit."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:All digests are equal.",
        "1:A digest differs (the output names it), or the database was not reached.",
        "2:The arguments are invalid, or there is no such game.",
        "75:Timed out before the end; the digests compared are equal."
      })
  static final class Arguments extends CommandOptions {

    @Option(
        names = "--game",
        paramLabel = "<id>",
        required = true,
        description = "The game to replay.")
    String game;

    @Option(
        names = "--until",
        paramLabel = "<tick>",
        converter = OptionValues.TickNumber.class,
        description = "The last tick to replay. Default: the last closed tick.")
    Long until;
  }

  private final KnownGames games;
  private final Replay replay;
  private final CommandOutput answers;

  ReplayCommand(KnownGames games, Replay replay, CommandOutput answers) {
    this.games = games;
    this.replay = replay;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) {
    var report = report(asked, terminal);
    answers.write(asked, terminal, report, text(report));
    if (!report.matches()) {
      return ExitCode.FAILED;
    }
    return report.complete() ? ExitCode.DONE : ExitCode.SKIPPED;
  }

  private ReplayReport report(Arguments asked, Terminal terminal) {
    var game = games.game(asked.game);
    var until = asked.until == null ? OptionalLong.empty() : OptionalLong.of(asked.until);
    var progress = new AtomicLong();
    try (var _ = terminal.show(() -> game.id() + ": replayed up to tick " + progress)) {
      return replay.run(game, until, progress::set);
    }
  }

  private static String text(ReplayReport report) {
    var result =
        report
            .firstDifference()
            .map(ReplayCommand::text)
            .or(() -> report.memory().flatMap(LogReport::firstDifference).map(ReplayCommand::text))
            .orElse("%d digests compared, all equal".formatted(report.digestsCompared()));
    return String.format(
        Locale.ROOT,
        "%s: %d ticks and %d interventions replayed up to tick %d; %s; %,d ms%s",
        report.game(),
        report.ticks(),
        report.interventions(),
        report.untilTick(),
        result,
        report.durationMillis(),
        report.note().map(note -> "\nNote: " + note).orElse(""));
  }

  private static String text(LogDifference difference) {
    return "what %s remembers of tick %d differs: stored %s, replayed %s"
        .formatted(
            difference.handle(), difference.tick(), difference.expected(), difference.actual());
  }

  private static String text(ReplayReport.Difference difference) {
    return "tick %d%s differs: journaled %s, replayed %s"
        .formatted(
            difference.tick(),
            difference
                .intervention()
                .map(ordinal -> ", intervention %d after it,".formatted(ordinal))
                .orElse(""),
            difference.expected(),
            difference.actual());
  }
}
