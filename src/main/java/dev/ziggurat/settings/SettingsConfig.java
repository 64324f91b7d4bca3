package dev.ziggurat.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
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
}
