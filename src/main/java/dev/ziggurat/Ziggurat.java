package dev.ziggurat;

import dev.ziggurat.db.EmbeddedDatabaseException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts Ziggurat, once it is clear which database it plays on. In dev mode this runs again at each
 * live reload, in a new class loader.
 */
@QuarkusMain
public final class Ziggurat {

  private Ziggurat() {}

  /** Ends with code 1 and one line on standard error when there is no database to play on. */
  public static void main(String... args) {
    try {
      DatabaseAtStart.of(ConfigProvider.getConfig()).prepare();
    } catch (EmbeddedDatabaseException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    Quarkus.run(args);
  }
}
