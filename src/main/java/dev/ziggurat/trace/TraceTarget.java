package dev.ziggurat.trace;

import static dev.ziggurat.config.DerivedSettings.given;

import dev.ziggurat.config.DerivedSettings;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Maps OpenTelemetry's standard environment variables, and those of Weave, to Quarkus settings.
 * Without an address, for spans or metrics, these are disabled. Weave takes no metrics.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">The variables</a>
 */
public final class TraceTarget implements ConfigSourceFactory {

  /** The setting that disables spans and metrics. */
  static final String SDK_DISABLED = "quarkus.otel.sdk.disabled";

  /** The setting with the address that spans are sent to; {@link #NOWHERE} if they are not. */
  static final String SPANS_ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";

  /** The setting with the address that metrics are sent to; {@link #NOWHERE} if they are not. */
  static final String METRICS_ENDPOINT = "quarkus.otel.exporter.otlp.metrics.endpoint";

  /** Taken for no address by Quarkus, which would take an empty one for its default. */
  static final String NOWHERE = " ";

  private static final String PREFIX = "quarkus.otel.";
  private static final Pattern SERVER = Pattern.compile("https?://[^/?#]+");
  private static final Pattern SPANS_ONLY =
      Pattern.compile("https?://([^/?#:]+\\.)?wandb\\.ai(?![^/?#:]).*");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new DerivedSettings("trace target", settings(context)));
  }

  private static Map<String, String> settings(ConfigSourceContext context) {
    var spans = endpoint(context, Signal.TRACES);
    var weave =
        given(context, "ziggurat.trace.weave.project")
            .filter(project -> spans.isEmpty() && !isOff(context, Signal.TRACES));
    var metrics =
        endpoint(context, Signal.METRICS).filter(url -> !SPANS_ONLY.matcher(url).matches());
    var off =
        given(context, "OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()
            || spans.isEmpty() && weave.isEmpty() && metrics.isEmpty();
    var settings = new HashMap<String, String>();
    settings.put(SDK_DISABLED, Boolean.toString(off));
    put(context, settings, "resource.attributes", "OTEL_RESOURCE_ATTRIBUTES");
    put(context, settings, "service.name", "OTEL_SERVICE_NAME");
    send(context, settings, Signal.TRACES, spans);
    send(context, settings, Signal.METRICS, metrics);
    weave.ifPresent(project -> toWeave(project, context, settings));
    metrics.ifPresent(_ -> nameInstance(settings));
    put(
        context,
        settings,
        "exporter.otlp.metrics.temporality-preference",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE");
    given(context, "OTEL_METRIC_EXPORT_INTERVAL")
        .ifPresent(millis -> settings.put(PREFIX + "metric.export.interval", millis + "ms"));
    return settings;
  }

  private static void send(
      ConfigSourceContext context,
      Map<String, String> settings,
      Signal signal,
      Optional<String> endpoint) {
    settings.put(signal.setting("endpoint"), endpoint.orElse(NOWHERE));
    of(signal, context, "HEADERS")
        .ifPresent(given -> settings.put(signal.setting("headers"), OtlpHeaders.of(given)));
    of(signal, context, "PROTOCOL")
        .ifPresent(given -> settings.put(signal.setting("protocol"), given));
  }

  /** The address of a signal, unless it is switched off. */
  private static Optional<String> endpoint(ConfigSourceContext context, Signal signal) {
    if (isOff(context, signal)) {
      return Optional.empty();
    }
    var grpc = of(signal, context, "PROTOCOL").filter("grpc"::equals).isPresent();
    return given(context, "OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT")
        .map(given -> grpc ? given : base(given, signal.path))
        .or(() -> given(context, "OTEL_EXPORTER_OTLP_ENDPOINT"));
  }

  private static boolean isOff(ConfigSourceContext context, Signal signal) {
    return given(context, "OTEL_" + signal + "_EXPORTER").filter("none"::equals).isPresent();
  }

  /** The variable for this signal, else the one for all. */
  private static Optional<String> of(Signal signal, ConfigSourceContext context, String name) {
    return given(context, "OTEL_EXPORTER_OTLP_" + signal + '_' + name)
        .or(() -> given(context, "OTEL_EXPORTER_OTLP_" + name));
  }

  private enum Signal {
    TRACES("/v1/traces"),
    METRICS("/v1/metrics");

    private final String path;

    Signal(String path) {
      this.path = path;
    }

    String setting(String name) {
      return PREFIX + "exporter.otlp." + name().toLowerCase(Locale.ROOT) + '.' + name;
    }
  }

  /**
   * The address to set so that a signal is sent to exactly this one. Quarkus appends its path, such
   * as {@code /v1/traces}, to the decoded path, so that is cut off; for another path it becomes a
   * query, which servers ignore.
   */
  private static String base(String endpoint, String signalPath) {
    if (endpoint.endsWith(signalPath)) {
      return endpoint.substring(0, endpoint.length() - signalPath.length());
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
        Signal.TRACES.setting("endpoint"),
        given(context, "ziggurat.trace.weave.address")
            .orElse("https://trace.wandb.ai/agents/otel"));
    settings.put(
        Signal.TRACES.setting("headers"),
        "wandb-api-key=" + given(context, "ziggurat.trace.weave.key").orElse(""));
    settings.put(Signal.TRACES.setting("protocol"), "http/protobuf");
    settings.merge(
        PREFIX + "resource.attributes",
        "wandb.entity=%s,wandb.project=%s".formatted(parts[0], parts.length > 1 ? parts[1] : ""),
        (known, more) -> known + "," + more);
  }

  /** Sums of several processes, such as the instances of a function, must not be mixed up. */
  private static void nameInstance(Map<String, String> settings) {
    settings.merge(
        PREFIX + "resource.attributes",
        "service.instance.id=" + UUID.randomUUID(),
        (known, more) -> known.contains("service.instance.id=") ? known : known + "," + more);
  }

  private static void put(
      ConfigSourceContext context, Map<String, String> settings, String name, String variable) {
    given(context, variable).ifPresent(value -> settings.put(PREFIX + name, value));
  }
}
