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

/** Configuration of {@code settings}. */
@ConfigMapping(prefix = "ziggurat.settings")
public interface SettingsConfig {

  /** The models used where the admin chose none. */
  Model model();

  /** How old the known version may be before it is checked on use, outside ticks. */
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

  /** The models used where the admin chose none; left out, the provider's default. */
  interface Model {

    /** From {@code WANDB_MODEL}. */
    Optional<String> wandb();

    /** From {@code GROQ_MODEL}. */
    Optional<String> groq();

    /** From {@code ANTHROPIC_MODEL}. */
    Optional<String> claude();

    /** From {@code OPENAI_MODEL}. */
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
