package dev.ziggurat.http;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * How many event loops Vert.x has: one for every two processors, in place of two for each. They
 * only read and write; calls run on virtual threads, which have all processors. A call that comes
 * in on one loop and asks its provider on another is handed over between them for each part of an
 * answer, which wakes a thread every time.
 *
 * <p>Lists no names, so that what the building machine has does not get into the package.
 */
public final class EventLoops implements ConfigSource {

  private static final String NAME = "quarkus.vertx.event-loops-pool-size";

  /** Below application.properties. */
  private static final int ORDINAL = 200;

  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public String getValue(String name) {
    return NAME.equals(name)
        ? Integer.toString(Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 2))
        : null;
  }

  @Override
  public String getName() {
    return "event loops";
  }
}
