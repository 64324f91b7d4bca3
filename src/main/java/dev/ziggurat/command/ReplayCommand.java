package dev.ziggurat.command;

import dev.ziggurat.tick.Replay;
import dev.ziggurat.tick.ReplayReport;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays a game anew from its opening, and compares every digest with the journaled one. */
@Singleton
class ReplayCommand {

  /** Its arguments. */
  @Command(
      name = "replay",
      description = {
        "Plays a game anew from its opening, and compares.",
        "",
        "The journaled decisions are played in their order, and what was done by hand between ticks, all"
            + " in memory; the digest after each is compared with the journaled one. Nothing is written, no"
            + " model is asked.",
        "It may take an hour; set ziggurat.tick.replay-limit to another duration to change that."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:All digests are the same.",
        "1:One differs (it is told which), or the database was not reached.",
        "2:The arguments are wrong, or there is no such game.",
        "75:The time was up before all was played; what was compared is the same."
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
        description = "The last tick to play. Without it, the last that has closed.")
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
    answers.tell(asked, terminal, report, text(report));
    if (!report.matches()) {
      return ExitCode.FAILED;
    }
    return report.complete() ? ExitCode.DONE : ExitCode.SKIPPED;
  }

  private ReplayReport report(Arguments asked, Terminal terminal) {
    var game = games.game(asked.game);
    var until = asked.until == null ? OptionalLong.empty() : OptionalLong.of(asked.until);
    var came = new AtomicLong();
    try (var _ = terminal.show(() -> game.id() + ": played up to tick " + came)) {
      return replay.run(game, until, came::set);
    }
  }

  private static String text(ReplayReport report) {
    var told =
        report
            .firstDifference()
            .map(ReplayCommand::text)
            .orElse("%d digests compared, all the same".formatted(report.digestsCompared()));
    return String.format(
        Locale.ROOT,
        "%s: %d ticks and %d interventions played up to tick %d; %s; %,d ms%s",
        report.game(),
        report.ticks(),
        report.interventions(),
        report.untilTick(),
        told,
        report.durationMillis(),
        report.note().map(note -> "\nNote: " + note).orElse(""));
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
