package dev.ziggurat.access;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Settings as Quarkus would read them, without Quarkus. */
final class Configured {

  private static final int PRIORITY = 100;

  private Configured() {}

  static AccessSettings by(ConfigSource source) {
    return new SmallRyeConfigBuilder()
        .withMapping(AccessSettings.class)
        .withConverter(Duration.class, PRIORITY, new DurationConverter())
        .withConverter(MemorySize.class, PRIORITY, new MemorySizeConverter())
        .withSources(source)
        .build()
        .getConfigMapping(AccessSettings.class);
  }
}
