package dev.ziggurat.trigger.lambda;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** AWS Lambda (Lambda package only). */
@ConfigMapping(prefix = "ziggurat.lambda")
public interface LambdaConfig {

  /**
   * The part of the function's remaining time that is kept for recording unfinished calls and for
   * the answer; sending spans has its own.
   */
  @WithDefault("500ms")
  Duration margin();
}
