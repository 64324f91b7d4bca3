package dev.ziggurat;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What the Java runtime of AWS Lambda calls: {@code dev.ziggurat.ZigguratFunction::handleRequest}.
 * Quarkus' own entry passes by {@link Ziggurat#main}; this one asks for the database like it does,
 * before anything starts. The native executable runs {@code main} itself.
 */
public final class ZigguratFunction {

  private final QuarkusStreamHandler quarkus;

  /**
   * Starts Ziggurat.
   *
   * @throws dev.ziggurat.db.EmbeddedDatabaseException when there is no database, naming what to set
   */
  public ZigguratFunction() {
    // Set before anything logs, as Quarkus' own launcher does.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    DatabaseAtStart.of(ConfigProvider.getConfig()).prepare();
    quarkus = new QuarkusStreamHandler();
    endWith(Thread.currentThread(), Runtime.getRuntime()::halt);
  }

  /**
   * Ends the process when the runtime's thread has ended, because its loop failed: other threads
   * would keep the process alive, and Lambda waiting until the function's time is over.
   */
  static Thread endWith(Thread runtime, IntConsumer exit) {
    return Thread.ofPlatform()
        .daemon()
        .name("end-with-the-runtime")
        .start(
            () -> {
              try {
                runtime.join();
                exit.accept(1);
              } catch (InterruptedException kept) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Hands the event to the handler that {@code quarkus.lambda.handler} names. */
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    quarkus.handleRequest(event, answer, context);
  }
}
