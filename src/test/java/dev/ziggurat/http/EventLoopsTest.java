package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

  private static final String LOOPS = "quarkus.vertx.event-loops-pool-size";
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static SmallRyeConfigBuilder config() {
    return new SmallRyeConfigBuilder()
        .withSources(new EventLoops())
        .withSources(new PropertiesConfigSource(Map.of("other", "1"), "file", 250));
  }

  @Test
  void twoProcessorsShareOne() {
    var loops = config().build().getValue(LOOPS, Integer.class);
    assertThat(2 * loops).isBetween(PROCESSORS, PROCESSORS + 1);
  }

  @Test
  void whoNamesANumberGetsIt() {
    var named = new PropertiesConfigSource(Map.of(LOOPS, "7"), "environment", 300);
    assertThat(config().withSources(named).build().getValue(LOOPS, Integer.class)).isEqualTo(7);
  }
}
