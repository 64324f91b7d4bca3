package dev.ziggurat.command;

import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.httpworld.check.WorldCheck;
import dev.ziggurat.httpworld.check.WorldCheckReport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks whether a world over HTTP keeps the contract. */
@Singleton
class WorldCheckCommand {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What is done with worlds that are programs at an address. */
  @Command(
      name = "world",
      description = "Checks worlds that are programs at an address (docs/worlds.md).",
      subcommands = Arguments.class)
  static final class Group {}

  /** Its arguments. */
  @Command(
      name = "check",
      description = {
        "Checks whether a world over HTTP keeps the contract of docs/worlds.md.",
        "",
        "Plays a script against it, in instances of its own that it discards at the end: wrong signatures,"
            + " the same key twice, older epochs, wrong actions, many agents, replays, bodies that are none."
            + " Calls no model and needs no database.",
        "The world may be at an address that is not public, such as localhost. A game's may not, unless"
            + " ziggurat.http-world.private-addresses says so."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:Every rule that could be tried is kept.",
        "1:A rule is broken; the output says what was demanded, what was seen, and what to do.",
        "2:The arguments are invalid, or the key is missing."
      })
  static final class Arguments extends CommandOptions {

    @Parameters(
        index = "0",
        paramLabel = "<url>",
        description = "The address of the world, such as http://127.0.0.1:8000.")
    String url;

    @Option(
        names = "--key-variable",
        paramLabel = "<name>",
        required = true,
        description =
            "The environment variable that holds the world's key. It ends in _WORLD_KEY; the key has at least"
                + " 32 characters.")
    String keyVariable;

    @Option(
        names = "--agents",
        paramLabel = "<count>",
        defaultValue = "1000",
        description = "Agents of the largest request for briefings, from 2 to 1000. Default: 1000.")
    int agents;

    @Option(
        names = "--ticks",
        paramLabel = "<count>",
        defaultValue = "10",
        description = "Ticks that are played with so many agents, from 1 to 1000. Default: 10.")
    int ticks;

    @Override
    Map<String, String> settings() {
      return Map.of(
          "quarkus.datasource.active", "false",
          "quarkus.hibernate-orm.active", "false",
          "quarkus.flyway.active", "false",
          // A world may well reset a connection when it is sent too much.
          "quarkus.log.category.\"io.vertx.core.net.impl.ConnectionBase\".level", "OFF",
          "ziggurat.http-world.private-addresses", "true");
    }

    @Override
    void check() {
      if (agents < 2 || agents > WorldCheck.MOST_AGENTS) {
        throw CommandFault.misused("--agents", "must be from 2 to " + WorldCheck.MOST_AGENTS);
      }
      if (ticks < 1 || ticks > WorldCheck.MOST_TICKS) {
        throw CommandFault.misused("--ticks", "must be from 1 to " + WorldCheck.MOST_TICKS);
      }
    }
  }

  private final WorldCheck check;
  private final CommandOutput answers;

  WorldCheckCommand(WorldCheck check, CommandOutput answers) {
    this.check = check;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) {
    var address = new WorldAddress(asked.url, asked.keyVariable);
    check
        .urlFault(address)
        .ifPresent(
            fault -> {
              throw CommandFault.misused("<url>", fault);
            });
    check
        .keyVariableFault(address)
        .ifPresent(
            fault -> {
              throw CommandFault.misused("--key-variable", fault);
            });
    var report = report(asked, address, terminal);
    answers.write(asked, terminal, report, text(report));
    return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private WorldCheckReport report(Arguments asked, WorldAddress address, Terminal terminal) {
    var trying = new AtomicReference<>("");
    try (var _ = terminal.show(() -> "checking " + trying)) {
      return check.run(
          address, new WorldCheck.Extent(asked.agents, asked.ticks, LIMIT), trying::set);
    }
  }

  private static String text(WorldCheckReport report) {
    var lines = new ArrayList<String>();
    lines.add(report.url() + report.name().map(name -> ": " + name).orElse(""));
    for (var rule : report.rules()) {
      var outcome = rule.outcome().equals("failed") ? "FAILED" : rule.outcome();
      lines.add("  %-7s  %-21s  %s".formatted(outcome, rule.name(), rule.seen()));
      rule.advice()
          .ifPresent(
              advice -> {
                lines.add(" ".repeat(11) + "contract: " + rule.demand());
                lines.add(" ".repeat(11) + "to do:    " + advice);
              });
    }
    for (var timing : report.timings()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s of %,d agents, %d times: p50 %,d ms, p99 %,d ms (limit %,d ms)",
              timing.operation(),
              timing.agents(),
              timing.requests(),
              timing.p50Millis(),
              timing.p99Millis(),
              timing.limitMillis()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d passed, %d failed, %d skipped; %,d ms",
            report.count("passed"),
            report.count("failed"),
            report.count("skipped"),
            report.durationMillis()));
    return String.join("\n", lines);
  }
}
