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
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Maps OpenTelemetry's standard environment variables, and those of Weave, to Quarkus settings.
 * Without an address tracing is disabled.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">The variables</a>
 */
public final class TraceTarget implements ConfigSourceFactory {

  /** Above application.properties, below the environment. */
  private static final int ORDINAL = 275;

  private static final String PREFIX = "quarkus.otel.";
  private static final String SIGNAL_PATH = "/v1/traces";
  private static final Pattern SERVER = Pattern.compile("https?://[^/?#]+");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new Source(settings(context)));
  }

  private static Map<String, String> settings(ConfigSourceContext context) {
    var off =
        value(context, "OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()
            || value(context, "OTEL_TRACES_EXPORTER").filter("none"::equals).isPresent();
    var protocol = ofTraces(context, "PROTOCOL");
    var own =
        value(context, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            .map(given -> protocol.filter("grpc"::equals).isPresent() ? given : base(given))
            .or(() -> value(context, "OTEL_EXPORTER_OTLP_ENDPOINT"));
    var weave = value(context, "ziggurat.trace.weave.project").filter(project -> own.isEmpty());
    var settings = new HashMap<String, String>();
    settings.put(
        PREFIX + "sdk.disabled", Boolean.toString(off || own.isEmpty() && weave.isEmpty()));
    own.ifPresent(endpoint -> settings.put(PREFIX + "exporter.otlp.endpoint", endpoint));
    ofTraces(context, "HEADERS")
        .ifPresent(given -> settings.put(PREFIX + "exporter.otlp.headers", OtlpHeaders.of(given)));
    protocol.ifPresent(given -> settings.put(PREFIX + "exporter.otlp.protocol", given));
    put(context, settings, "resource.attributes", "OTEL_RESOURCE_ATTRIBUTES");
    put(context, settings, "service.name", "OTEL_SERVICE_NAME");
    weave.ifPresent(project -> toWeave(project, context, settings));
    return Map.copyOf(settings);
  }

  /** The variable for traces, else the one for all signals. */
  private static Optional<String> ofTraces(ConfigSourceContext context, String name) {
    return value(context, "OTEL_EXPORTER_OTLP_TRACES_" + name)
        .or(() -> value(context, "OTEL_EXPORTER_OTLP_" + name));
  }

  /**
   * The address to set so that spans are sent to exactly this one. Quarkus appends {@code
   * /v1/traces} to the decoded path, so that is cut off; for another path it becomes a query, which
   * servers ignore.
   */
  private static String base(String endpoint) {
    if (endpoint.endsWith(SIGNAL_PATH)) {
      return endpoint.substring(0, endpoint.length() - SIGNAL_PATH.length());
    }
    var server = SERVER.matcher(endpoint);
    if (!server.lookingAt()) {
      return endpoint;
    }
    var path = endpoint.substring(server.end()).replace("%", "%25");
    return server.group()
        + (path.startsWith("/") ? "" : "/")
        + (path.contains("?") ? path.replaceFirst("\\?", "%3F") + '&' : path + "%3F");
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
    settings.put(PREFIX + "exporter.otlp.protocol", "http/protobuf");
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
