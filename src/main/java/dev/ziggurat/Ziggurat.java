package dev.ziggurat;

import dev.ziggurat.command.Commands;
import dev.ziggurat.command.Invocation;
import dev.ziggurat.db.EmbeddedDatabaseException;
import dev.ziggurat.db.SchemaVersion;
import dev.ziggurat.start.StartTrace;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import org.eclipse.microprofile.config.Config;

/**
 * Selects the database, then starts Ziggurat. In dev mode this runs again at each live reload, in a
 * new class loader.
 */
@QuarkusMain
public class Ziggurat {

  /**
   * Without arguments starts the server, else runs the given command and exits. Exits with code 1
   * and one line on standard error per invalid setting, or if no database is configured.
   */
  public static void main(String... args) {
    switch (Invocation.of(args)) {
      case Invocation.Answered(var exitCode) -> System.exit(exitCode);
      case Invocation.Service() -> {
        StartTrace.beginIfWanted();
        prepare();
        Quarkus.run();
      }
      case Invocation.OneCommand command -> {
        apply(command);
        prepare();
        Quarkus.run(Commands.class, args);
      }
    }
  }

  /** What a command needs to be set otherwise; highest priority first, which profiles list last. */
  private static void apply(Invocation.OneCommand command) {
    if (isAssembled()) {
      var profiles = ConfigUtils.configBuilder().build().getProfiles();
      command.settings(profiles.reversed()).forEach(System::setProperty);
    }
  }

  private static void prepare() {
    if (!isAssembled()) {
      return;
    }
    var problems = ConfigurationProblems.find();
    problems.valid().ifPresentOrElse(Ziggurat::prepare, () -> refuse(problems.toString()));
  }

  private static void prepare(Config config) {
    try {
      DatabaseAtStart.of(config).prepare();
      // In dev mode the property would outlive the reload that brings a new migration.
      if (LaunchMode.current() == LaunchMode.NORMAL) {
        SchemaVersion.skipMigrationIfCurrent(config);
      }
    } catch (EmbeddedDatabaseException e) {
      refuse(e.getMessage());
    }
  }

  private static void refuse(String reason) {
    System.err.println(reason);
    System.exit(1);
  }

  /**
   * Whether the application is already augmented. When an IDE runs this class it is not; {@code
   * Quarkus.run} then augments it and calls this method again. The call also initializes the launch
   * mode, and with it the profile.
   */
  private static boolean isAssembled() {
    try {
      Class.forName(
          Application.APP_CLASS_NAME, true, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
