package dev.ziggurat.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
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
}
