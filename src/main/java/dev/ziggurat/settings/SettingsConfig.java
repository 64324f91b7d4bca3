package dev.ziggurat.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Configuration of {@code settings}. */
@ConfigMapping(prefix = "ziggurat.settings")
public interface SettingsConfig {

  /**
   * Model by provider for which the admin chose none, from {@code WANDB_MODEL}, {@code GROQ_MODEL},
   * {@code ANTHROPIC_MODEL} and {@code OPENAI_MODEL}. Blank means the provider's default.
   */
  Map<String, String> model();

  /** How old the known version may be before it is checked on use, outside ticks. */
  @WithDefault("5s")
  Duration checkAfter();
}
