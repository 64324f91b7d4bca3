package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.chain.ChainConfig;
import dev.ziggurat.tick.TickConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenamedSettingsTest {

  private static final int PRIORITY = 100;
  private static final String FORMER = "ziggurat.tick.farewell";
  private static final String CURRENT = "ziggurat.tick.shutdown-grace";

  private static SmallRyeConfig config(ConfigSource... sources) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredInterceptors()
        .withMapping(TickConfig.class)
        .withConverter(Duration.class, PRIORITY, new DurationConverter())
        .withConverter(MemorySize.class, PRIORITY, new MemorySizeConverter())
        .withSources(sources)
        .build();
  }

  private static ConfigSource file(Map<String, String> lines) {
    return new PropertiesConfigSource(lines, "file", 260);
  }

  private static ConfigSource environment(Map<String, String> variables) {
    return new EnvConfigSource(variables, 300);
  }

  private static Duration grace(SmallRyeConfig config) {
    return config.getConfigMapping(TickConfig.class).shutdownGrace();
  }

  private static List<ConfigSource> placesOfTheFormerName() {
    return List.of(file(Map.of(FORMER, "7s")), environment(Map.of("ZIGGURAT_TICK_FAREWELL", "7s")));
  }

  @ParameterizedTest
  @MethodSource("placesOfTheFormerName")
  void theFormerNameIsStillRead(ConfigSource source) {
    assertThat(grace(config(source))).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theNewNameIsReadAndWins() {
    assertThat(grace(config())).isEqualTo(Duration.ofSeconds(10));
    assertThat(grace(config(file(Map.of(CURRENT, "3s", FORMER, "7s")))))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theEnvironmentWinsOverAFileByEitherName() {
    assertThat(
            grace(
                config(
                    environment(Map.of("ZIGGURAT_TICK_FAREWELL", "7s")),
                    file(Map.of(CURRENT, "3s")))))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("placesOfTheFormerName")
  void oneWarningAtStartNamesTheNewName(ConfigSource source) {
    assertThat(warningsAtStart(config(source)))
        .containsExactly(
            "Setting ziggurat.tick.farewell (ZIGGURAT_TICK_FAREWELL) was renamed to"
                + " ziggurat.tick.shutdown-grace (ZIGGURAT_TICK_SHUTDOWN_GRACE): set the new name;"
                + " the old one will be removed in a later version");
  }

  private static List<ConfigSource> placesOfTheRemovedSetting() {
    return List.of(
        file(Map.of("ziggurat.chain.requeues", "3")),
        environment(Map.of("ZIGGURAT_CHAIN_REQUEUES", "3")));
  }

  /** An unknown setting would prevent the start, without saying why. */
  @ParameterizedTest
  @MethodSource("placesOfTheRemovedSetting")
  void aRemovedSettingIsIgnoredWithAWarning(ConfigSource source) {
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredInterceptors()
            .withMapping(ChainConfig.class)
            .withConverter(Duration.class, PRIORITY, new DurationConverter())
            .withConverter(MemorySize.class, PRIORITY, new MemorySizeConverter())
            .withSources(source)
            .build();
    assertThat(config.getConfigMapping(ChainConfig.class).waitingShare()).isEqualTo(0.5);
    assertThat(warningsAtStart(config))
        .containsExactly(
            "Setting ziggurat.chain.requeues (ZIGGURAT_CHAIN_REQUEUES) was removed and has no effect:"
                + " one call asks each provider at most twice; delete it");
  }

  @Test
  void theNewNameNeedsNoWarning() {
    assertThat(warningsAtStart(config(file(Map.of(CURRENT, "7s"))))).isEmpty();
  }

  private static List<String> warningsAtStart(SmallRyeConfig config) {
    var said = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            said.add(new PatternFormatter("%s").format(ExtLogRecord.wrap(line)));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var logger = Logger.getLogger(RenamedSettingsAtStart.class.getName());
    logger.addHandler(handler);
    try {
      new RenamedSettingsAtStart(config).warn(new StartupEvent());
    } finally {
      logger.removeHandler(handler);
    }
    return said;
  }
}
