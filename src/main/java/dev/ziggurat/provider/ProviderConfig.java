package dev.ziggurat.provider;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import java.util.Set;

/** API keys and base URLs of the built-in providers. A provider without a key is skipped. */
@ConfigMapping(prefix = "ziggurat.provider")
public interface ProviderConfig {

  /**
   * Weights &amp; Biases, by default at {@code https://api.inference.wandb.ai/v1}. Keys: <a
   * href="https://wandb.ai/authorize">wandb.ai/authorize</a>.
   */
  Wandb wandb();

  /**
   * Groq, by default at {@code https://api.groq.com/openai/v1}. Keys: <a
   * href="https://console.groq.com/keys">console.groq.com/keys</a>.
   */
  Upstream groq();

  /**
   * Claude, by default at {@code https://api.anthropic.com}. Keys: <a
   * href="https://platform.claude.com/settings/keys">platform.claude.com/settings/keys</a>.
   */
  Upstream claude();

  /**
   * OpenAI, by default at {@code https://api.openai.com/v1}. Keys: <a
   * href="https://platform.openai.com/api-keys">platform.openai.com/api-keys</a>.
   */
  OpenAi openai();

  /**
   * The size limit of a response. A larger one is not read: its connection is closed, and the call
   * fails. A completion of 128,000 tokens has about half a megabyte.
   */
  @WithDefault("4M")
  MemorySize responseBytes();

  /**
   * The size limit of a response with embeddings. A vector of 1,536 numbers has about 8 kilobytes
   * in base64 and 20 as numbers, and OpenAI takes 2,048 inputs in one request.
   */
  @WithDefault("64M")
  MemorySize embeddingsBytes();

  /**
   * The size limit of a streamed response. A stream needs about 250 bytes per token, so one of
   * 128,000 tokens has about 32 megabytes; they are passed on, not buffered.
   */
  @WithDefault("64M")
  MemorySize streamBytes();

  /**
   * Providers to simulate even though another provider has a key: a comma-separated list of {@code
   * wandb, groq, claude, openai}. Ignored in production.
   */
  Optional<
          Set<
              @Pattern(
                  regexp = "(?i)\\s*(wandb|groq|claude|openai)\\s*",
                  message = "must be a list of wandb, groq, claude, openai")
              String>>
      simulated();

  /** API key and base URL of one provider. */
  interface Upstream {

    /** The provider's API key; blank: the provider is skipped. */
    Optional<String> apiKey();

    /**
     * A base URL to use instead of the provider's own, with the same wire format; blank: the
     * provider's own. Example: {@code http://localhost:8090/v1}.
     */
    Optional<
            @Pattern(
                regexp = "\\s*|\\s*https?://[^\\s/]+(/\\S*)?\\s*",
                message = "must be an http or https address, such as https://example.org/v1")
            String>
        apiBase();
  }

  /** {@code OPENAI_API_KEY} and {@code OPENAI_API_BASE}. */
  interface OpenAi extends Upstream {

    /**
     * Whether the server at the base URL serves {@code /responses} as OpenAI does, so that requests
     * of {@code POST /v1/responses} are passed on to it as they are. By default only OpenAI's own
     * addresses are taken to do so; other servers get chat completions.
     */
    Optional<Boolean> responses();
  }

  /** {@code WANDB_API_KEY}, {@code WANDB_API_BASE} and {@code WANDB_PROJECT}. */
  interface Wandb extends Upstream {

    /**
     * The project that W&amp;B attributes usage to, as {@code team/project}. Without it: the key
     * owner's default entity, project {@code inference}. Example: {@code acme/games}.
     */
    Optional<
            @Pattern(regexp = "\\s*|\\s*[^\\s/]+(/[^\\s/]+)?\\s*", message = "must be team/project")
            String>
        project();
  }
}
