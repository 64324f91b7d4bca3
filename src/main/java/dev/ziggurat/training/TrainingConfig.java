package dev.ziggurat.training;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Training with W&amp;B Serverless Training. Key and project are those of the provider wandb
 * ({@code WANDB_API_KEY}, {@code WANDB_PROJECT}).
 */
@ConfigMapping(prefix = "ziggurat.training")
public interface TrainingConfig {

  /** The base URL of the training API. Ignored where wandb is simulated. */
  @WithDefault("https://api.training.wandb.ai/v1")
  @Pattern(regexp = "https?://[^\\s/]+(/\\S*)?", message = "must be an http or https address")
  String apiBase();

  /**
   * The base URL of W&amp;B itself, which stores training files. Ignored where wandb is simulated.
   */
  @WithDefault("https://api.wandb.ai")
  @Pattern(regexp = "https?://[^\\s/]+(/\\S*)?", message = "must be an http or https address")
  String artifactBase();

  /** How long one call to W&amp;B may take, other than an upload. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration limit();

  /** How long the upload of a training file may take. */
  @WithDefault("10m")
  @DurationMin(millis = 1)
  Duration uploadLimit();

  /**
   * The largest training file; below 2 gigabytes, above which W&amp;B takes files only in parts.
   */
  @WithDefault("512M")
  MemorySize largestFile();

  /**
   * Models that can be trained further. The default is what the client of OpenPipe's ART accepts;
   * which ones W&amp;B trains now is told by W&amp;B.
   */
  @WithDefault(
      "OpenPipe/Qwen3-14B-Instruct,meta-llama/Llama-3.1-8B-Instruct,meta-llama/Llama-3.1-70B-Instruct")
  List<String> baseModels();
}
