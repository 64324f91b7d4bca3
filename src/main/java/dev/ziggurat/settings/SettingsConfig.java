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
   * The order in which the chain tries the providers, where the admin chose none: ids, separated by
   * commas. Those left out come last; left out altogether, it is {@code wandb, groq, claude,
   * openai} and then the added ones by name.
   */
  Optional<List<String>> order();

  /** Further providers that speak OpenAI's chat completions, by their ids. */
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

    /** The name a person reads; left out, the id. */
    Optional<@Size(min = 1, max = 80) String> name();

    /**
     * Where it is asked, without {@code /chat/completions}: an https address, or an http address of
     * this machine.
     */
    String apiBase();

    /**
     * The environment variable that holds its key; left out, the id in capitals and {@code
     * _API_KEY}.
     */
    Optional<
            @Pattern(
                regexp = ProviderRules.KEY_VARIABLE,
                message = "must be the name of a variable that ends in _API_KEY, in capitals")
            String>
        keyVariable();

    /** The model asked for when nobody chose one. */
    @Size(min = 1, max = 200)
    String defaultModel();

    /** What is sent as {@code OpenAI-Project}; left out, nothing is. */
    Optional<@Pattern(regexp = "[!-~]{1,200}", message = "must have no spaces") String> project();

    /** What it calls the output budget: {@code max-tokens} or {@code max-completion-tokens}. */
    @WithDefault("max-tokens")
    MaxTokensField maxTokensField();

    /**
     * To what its answers can be held at most: {@code json-schema}, {@code json-object} or {@code
     * text}.
     */
    @WithDefault("json-schema")
    AnswerFormat answerFormat();

    /**
     * Whether a stream of it can be asked to end with the tokens it took; without, what streams
     * cost is not known.
     */
    @WithDefault("true")
    boolean streamUsage();

    /**
     * The fields of requests that it refuses, which are left out; not set, those that only one of
     * the four built-in providers knows.
     */
    Optional<Set<String>> unknownFields();
  }
}
