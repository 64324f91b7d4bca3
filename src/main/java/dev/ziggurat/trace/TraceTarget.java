package dev.ziggurat.trace;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Maps OpenTelemetry's standard environment variables, and those of Weave, to Quarkus settings.
 * Without an address tracing is disabled.
 */
public final class TraceTarget implements ConfigSourceFactory {

  /** Above application.properties, below the environment. */
  private static final int ORDINAL = 275;

  private static final String PREFIX = "quarkus.otel.";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new Source(settings(context)));
  }

  private static Map<String, String> settings(ConfigSourceContext context) {
    var own =
        value(context, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            .or(() -> value(context, "OTEL_EXPORTER_OTLP_ENDPOINT"));
    var weave = value(context, "ziggurat.trace.weave.project").filter(project -> own.isEmpty());
    var settings = new HashMap<String, String>();
    settings.put(PREFIX + "sdk.disabled", Boolean.toString(own.isEmpty() && weave.isEmpty()));
    own.ifPresent(endpoint -> settings.put(PREFIX + "exporter.otlp.endpoint", endpoint));
    put(context, settings, "exporter.otlp.headers", "OTEL_EXPORTER_OTLP_HEADERS");
    put(context, settings, "exporter.otlp.protocol", "OTEL_EXPORTER_OTLP_PROTOCOL");
    put(context, settings, "resource.attributes", "OTEL_RESOURCE_ATTRIBUTES");
    put(context, settings, "service.name", "OTEL_SERVICE_NAME");
    weave.ifPresent(project -> toWeave(project, context, settings));
    return Map.copyOf(settings);
  }

  private static void toWeave(
      String project, ConfigSourceContext context, Map<String, String> settings) {
    var parts = project.split("/", 2);
    settings.put(
        PREFIX + "exporter.otlp.endpoint",
        value(context, "ziggurat.trace.weave.address")
            .orElse("https://trace.wandb.ai/agents/otel"));
    settings.put(
        PREFIX + "exporter.otlp.headers",
        "wandb-api-key=" + value(context, "ziggurat.trace.weave.key").orElse(""));
    settings.merge(
        PREFIX + "resource.attributes",
        "wandb.entity=%s,wandb.project=%s".formatted(parts[0], parts.length > 1 ? parts[1] : ""),
        (known, more) -> known + "," + more);
  }

  private static void put(
      ConfigSourceContext context, Map<String, String> settings, String name, String variable) {
    value(context, variable).ifPresent(value -> settings.put(PREFIX + name, value));
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(name))
        .map(ConfigValue::getValue)
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty));
  }

  /** Lists no names, so that no setting of the build machine gets into the package. */
  private record Source(Map<String, String> settings) implements ConfigSource {

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
      return settings.get(name);
    }

    @Override
    public String getName() {
      return "trace target";
    }

    @Override
    public String toString() {
      // The settings contain a key.
      return getName();
    }
  }
}
