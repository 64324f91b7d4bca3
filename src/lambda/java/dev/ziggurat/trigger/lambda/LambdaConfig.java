package dev.ziggurat.trigger.lambda;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of the Lambda handler. */
@ConfigMapping(prefix = "ziggurat.lambda")
public interface LambdaConfig {

  /**
   * The part of the function's remaining time that is kept for calls that were cut off to be
   * written down, and for the answer; sending spans has its own.
   */
  @WithDefault("500ms")
  Duration margin();
}
