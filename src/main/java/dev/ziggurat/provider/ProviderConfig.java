package dev.ziggurat.provider;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import java.util.Set;

/** The providers' keys and addresses, {@code ziggurat.provider.*}. */
@ConfigMapping(prefix = "ziggurat.provider")
public interface ProviderConfig {

  /** Weights &amp; Biases. */
  Wandb wandb();

  /** Groq: {@code GROQ_API_KEY}, {@code GROQ_API_BASE}. */
  Upstream groq();

  /** Claude: {@code ANTHROPIC_API_KEY}, {@code ANTHROPIC_API_BASE}. */
  Upstream claude();

  /** OpenAI: {@code OPENAI_API_KEY}, {@code OPENAI_API_BASE}. */
  Upstream openai();

  /**
   * The longest answer that is read; a longer one ends the connection and counts as lost. A
   * completion of 128,000 tokens has about half a megabyte.
   */
  @WithDefault("4M")
  MemorySize responseBytes();

  /**
   * The longest streamed answer that is read. A stream wraps each token in some 250 bytes, so one
   * of 128,000 tokens has about 32 megabytes; they are passed on, not kept.
   */
  @WithDefault("64M")
  MemorySize streamBytes();

  /**
   * Providers to play by the simulator although another one has a key: a comma-separated list of
   * {@code wandb, groq, claude, openai}. Set it as {@code ziggurat.simulator.providers}. Ignored in
   * production.
   */
  Optional<
          Set<
              @Pattern(
                  regexp = "(?i)\\s*(wandb|groq|claude|openai)\\s*",
                  message = "must be a list of wandb, groq, claude, openai")
              String>>
      simulated();

  /** One provider's access. */
  interface Upstream {

    /** The key; blank or absent leaves the provider out. */
    Optional<String> apiKey();

    /** An http or https address that replaces the provider's own; blank or absent keeps that. */
    Optional<
            @Pattern(
                regexp = "\\s*|\\s*https?://[^\\s/]+(/\\S*)?\\s*",
                message = "must be an http or https address, such as https://example.org/v1")
            String>
        apiBase();
  }

  /** {@code WANDB_API_KEY}, {@code WANDB_API_BASE} and {@code WANDB_PROJECT}. */
  interface Wandb extends Upstream {

    /**
     * {@code team/project} to which usage is attributed; when absent, W&amp;B takes the key owner's
     * default entity and the project {@code inference}.
     */
    Optional<
            @Pattern(regexp = "\\s*|\\s*[^\\s/]+(/[^\\s/]+)?\\s*", message = "must be team/project")
            String>
        project();
  }
}
