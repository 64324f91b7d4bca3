package dev.ziggurat.settings;

import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The admin's settings, and the models used where the admin chose none. A model that the catalogue
 * does not know does not stop the start: the log and {@code /q/health} name it, with similar names,
 * and the provider's default is used.
 */
@ConfigMapping(prefix = "ziggurat.settings")
public interface SettingsConfig {

  /** The models used where the admin chose none. */
  Model model();

  /** How old the known settings may be outside ticks before the database is asked again. */
  @WithDefault("5s")
  @DurationMin(message = "must not be negative")
  Duration checkAfter();

  /**
   * The order in which the chain asks the providers, where the admin chose none. Providers left out
   * come last; without the setting it is {@code wandb, groq, claude, openai}, then the added ones
   * by name. Example: {@code groq,wandb}.
   */
  Optional<List<String>> order();

  /** Further providers with OpenAI's chat completions API, each under its id. */
  Map<String, Added> added();

  /** The models used where the admin chose none. */
  interface Model {

    /**
     * The model at W&amp;B; without it {@code meta-llama/Llama-3.3-70B-Instruct}. Example: {@code
     * openai/gpt-oss-120b}.
     */
    Optional<String> wandb();

    /**
     * The model at Groq; without it {@code llama-3.3-70b-versatile}, which is replaced by {@code
     * openai/gpt-oss-120b}. Example: {@code openai/gpt-oss-20b}.
     */
    Optional<String> groq();

    /**
     * The model at Claude; without it {@code claude-3-5-sonnet}, which is replaced by {@code
     * claude-sonnet-5-5}. Example: {@code claude-sonnet-5-5}.
     */
    Optional<String> claude();

    /** The model at OpenAI; without it {@code gpt-4o-mini}. */
    Optional<String> openai();
  }

  /** A further provider. */
  interface Added {

    /** The display name; without it the id. */
    Optional<@Size(min = 1, max = 80) String> name();

    /**
     * The address without {@code /chat/completions}: an https address, or an http address of this
     * machine. Example: {@code https://api.example.org/v1}.
     */
    String apiBase();

    /**
     * The environment variable that holds the key; without it the id in capitals and {@code
     * _API_KEY}.
     */
    Optional<
            @Pattern(
                regexp = ProviderRules.KEY_VARIABLE,
                message = "must be the name of a variable that ends in _API_KEY, in capitals")
            String>
        keyVariable();

    /** The model used when none was chosen. */
    @Size(min = 1, max = 200)
    String defaultModel();

    /** The value of the header {@code OpenAI-Project}; without it the header is not sent. */
    Optional<@Pattern(regexp = "[!-~]{1,200}", message = "must have no spaces") String> project();

    /**
     * The field for the limit of output tokens: {@code max-tokens} or {@code
     * max-completion-tokens}.
     */
    @WithDefault("max-tokens")
    MaxTokensField maxTokensField();

    /**
     * The strictest format that it supports for answers: {@code json-schema}, {@code json-object}
     * or {@code text}.
     */
    @WithDefault("json-schema")
    AnswerFormat answerFormat();

    /** Whether its streams can end with token counts; if not, the cost of streams is unknown. */
    @WithDefault("true")
    boolean streamUsage();

    /**
     * Request fields that it refuses and that are therefore left out; without the setting, those
     * that only one of the four built-in providers knows.
     */
    Optional<Set<String>> unknownFields();

    /**
     * Whether it serves the Responses API too; then requests of that API are passed on to it as
     * their callers wrote them, in place of a translation.
     */
    @WithDefault("false")
    boolean responses();
  }
}
