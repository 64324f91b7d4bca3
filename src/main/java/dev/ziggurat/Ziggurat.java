package dev.ziggurat;

import dev.ziggurat.command.Commands;
import dev.ziggurat.command.Invocation;
import dev.ziggurat.db.EmbeddedDatabaseException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Starts Ziggurat, once it is clear which database it plays on. In dev mode this runs again at each
 * live reload, in a new class loader.
 */
@QuarkusMain
public class Ziggurat {

  /**
   * Serves without arguments, else runs the command that they name and ends. Ends with code 1 and a
   * line on standard error for each setting that is wrong, or when there is no database to play on.
   */
  public static void main(String... args) {
    switch (Invocation.of(args)) {
      case Invocation.Answered(var exitCode) -> System.exit(exitCode);
      case Invocation.Service() -> {
        prepare(profiles -> Map.of());
        Quarkus.run();
      }
      case Invocation.OneCommand command -> {
        prepare(command::settings);
        Quarkus.run(Commands.class, args);
      }
    }
  }

  private static void prepare(Function<List<String>, Map<String, String>> settings) {
    try {
      if (isAssembled()) {
        var config = ConfigUtils.configBuilder().build();
        // The one that counts most comes first here, and last where it is set.
        settings.apply(config.getProfiles().reversed()).forEach(System::setProperty);
        var problems = ConfigurationProblems.find();
        if (!problems.all().isEmpty()) {
          System.err.println(problems);
          System.exit(1);
        }
        DatabaseAtStart.of(config).prepare();
      }
    } catch (EmbeddedDatabaseException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Whether Quarkus has put the application together; not so when an IDE runs this class, and then
   * {@code Quarkus.run} does it and comes back here. Asking also makes the launch mode known, and
   * with it the profile.
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
