package dev.ziggurat.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Configuration of {@code trace}. Spans are made and sent only when a destination is configured:
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT}, or W&amp;B Weave.
 */
@ConfigMapping(prefix = "ziggurat.trace")
public interface TraceConfig {

  /** Whether spans contain prompts and answers. */
  @WithDefault("false")
  boolean texts();

  /**
   * How long a process that may be frozen after its answer waits for its spans to be sent (AWS
   * Lambda).
   */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration settling();

  /** W&amp;B Weave. */
  WeaveSettings weave();

  /** W&amp;B Weave as the destination of spans. */
  @CompleteWeaveSettings
  interface WeaveSettings {

    /** {@code team/project}; with it, and without an endpoint of your own, spans go to Weave. */
    Optional<
            @Pattern(regexp = "\\s*|\\s*[^\\s/]+/[^\\s/]+\\s*", message = "must be team/project")
            String>
        project();

    /** The Weave API key: {@code WANDB_API_KEY}. */
    Optional<String> key();

    /** Address of Weave. */
    @WithDefault("https://trace.wandb.ai/agents/otel")
    String address();
  }
}
