package dev.ziggurat.workers;

import static dev.ziggurat.config.DerivedSettings.given;

import dev.ziggurat.config.DerivedSettings;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Maps the chosen broker to settings of SmallRye Reactive Messaging, which reads them once, at the
 * start of the process. Without a broker all channels stay disabled, as application.properties has
 * them.
 */
public final class BrokerChannels implements ConfigSourceFactory {

  /** Receives shards. */
  static final String SHARDS = "shards";

  /** Receives deadlines. */
  static final String DEADLINES = "deadlines";

  /** Sends shards. */
  static final String SHARDS_OUT = "shards-out";

  /** Sends deadlines. */
  static final String DEADLINES_OUT = "deadlines-out";

  private static final String PREFIX = "ziggurat.workers.";

  /** Attributes that all connectors have. */
  private static final Map<String, String> ALL =
      Map.of("cloud-events", "false", "tracing-enabled", "false", "health-enabled", "false");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new DerivedSettings("broker channels", settings(context)));
  }

  private static Map<String, String> settings(ConfigSourceContext context) {
    var settings = new HashMap<String, String>();
    broker(context)
        .filter(broker -> broker.connector().isPresent())
        .ifPresent(
            broker -> {
              var shards = given(context, PREFIX + "shard-queue").orElse("ziggurat-shards");
              var deadlines =
                  given(context, PREFIX + "deadline-queue").orElse("ziggurat-deadlines");
              put(settings, broker, "outgoing", SHARDS_OUT, broker.outgoing(shards));
              put(settings, broker, "outgoing", DEADLINES_OUT, broker.outgoing(deadlines));
              if (given(context, PREFIX + "receive").filter("false"::equalsIgnoreCase).isEmpty()) {
                put(settings, broker, "incoming", SHARDS, broker.incoming(shards));
                put(settings, broker, "incoming", DEADLINES, broker.incoming(deadlines));
              }
            });
    return settings;
  }

  private static void put(
      Map<String, String> settings,
      Broker broker,
      String direction,
      String channel,
      Map<String, String> attributes) {
    var prefix = "mp.messaging." + direction + '.' + channel + '.';
    settings.put(prefix + "enabled", "true");
    settings.put(prefix + "connector", broker.connector().orElseThrow());
    ALL.forEach((name, value) -> settings.put(prefix + name, value));
    attributes.forEach((name, value) -> settings.put(prefix + name, value));
  }

  /** An unknown one is reported by the check of {@link WorkersConfig}. */
  private static Optional<Broker> broker(ConfigSourceContext context) {
    return given(context, PREFIX + "broker")
        .flatMap(
            name ->
                List.of(Broker.values()).stream()
                    .filter(broker -> broker.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst());
  }
}
