package dev.ziggurat;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Tests that wait for something look for it every 20 ms instead of every 100 ms. */
@Singleton
class AwaitilityDefaults {

  void set(@Observes StartupEvent start) {
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }
}
