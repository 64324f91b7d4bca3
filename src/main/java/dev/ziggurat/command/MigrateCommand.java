package dev.ziggurat.command;

import dev.ziggurat.db.Migration;
import dev.ziggurat.db.MigrationReport;
import jakarta.inject.Singleton;
import picocli.CommandLine.Command;

/** Brings the database's schema up to date. */
@Singleton
class MigrateCommand {

  /** Its arguments. */
  @Command(
      name = "migrate",
      description = {
        "Brings the database's schema up to date with this version.",
        "",
        "Run it before rolling out the version. Concurrent runs are safe: each migration is applied"
            + " once."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:The schema is up to date.",
        "1:Failed: the database was not reached, refused a migration, or is newer than this version.",
        "2:The arguments are invalid."
      })
  static final class Arguments extends CommandOptions {}

  private final Migration migration;
  private final CommandOutput answers;

  MigrateCommand(Migration migration, CommandOutput answers) {
    this.migration = migration;
    this.answers = answers;
  }

  ExitCode run(Arguments asked, Terminal terminal) {
    var report = report(terminal);
    answers.write(asked, terminal, report, report.summary());
    return ExitCode.DONE;
  }

  private MigrationReport report(Terminal terminal) {
    try (var _ = terminal.show(() -> "migrating")) {
      return migration.run();
    }
  }
}
