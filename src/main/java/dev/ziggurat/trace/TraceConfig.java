package dev.ziggurat.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Traces (OpenTelemetry spans of ticks, turns and attempts) and metrics by OTLP. Spans are made
 * only when there is an address to send them to: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, which wins,
 * or W&amp;B Weave. Metrics are sent to the former only.
 */
@ConfigMapping(prefix = "ziggurat.trace")
public interface TraceConfig {

  /** Whether prompts and answers go into the spans. */
  @WithDefault("false")
  boolean texts();

  /** How long AWS Lambda waits, before its answer, for its spans and metrics to be sent. */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration settling();

  /** W&amp;B Weave as a place to send spans to. */
  WeaveSettings weave();

  /** W&amp;B Weave as a place to send spans to. */
  @CompleteWeaveSettings
  interface WeaveSettings {

    /**
     * The project of Weave, as {@code team/project}. With it, and without an OTLP endpoint, spans
     * go to Weave. Example: {@code acme/ziggurat}.
     */
    Optional<
            @Pattern(regexp = "\\s*|\\s*[^\\s/]+/[^\\s/]+\\s*", message = "must be team/project")
            String>
        project();

    /** The key for Weave. */
    Optional<String> key();

    /**
     * The address of Weave's view of agents; {@code /v1/traces} is appended. Example for a
     * dedicated instance: {@code https://acme.wandb.io/traces/agents/otel}.
     */
    @WithDefault("https://trace.wandb.ai/agents/otel")
    String address();
  }
}
