package dev.ziggurat.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of {@code admin.models}. */
@ConfigMapping(prefix = "ziggurat.admin.models")
public interface ModelsConfig {

  /** The list of models that W&amp;B serves. */
  LiveList wandbList();

  /** Tests of a provider. */
  Test test();

  /** The list of models that W&amp;B serves. */
  interface LiveList {

    /** How long a list is good for. */
    @WithDefault("5m")
    @DurationMin(message = "must not be negative")
    Duration goodFor();

    /** How long after a failure W&amp;B is not asked again. */
    @WithDefault("30s")
    @DurationMin(message = "must not be negative")
    Duration retryAfter();

    /** The longest wait for W&amp;B's answer; who asked for the list does not wait so long. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration limit();

    /** How long a page waits for a list that is being fetched. */
    @WithDefault("1s")
    @DurationMin(message = "must not be negative")
    Duration patience();
  }

  /** Tests of a provider. */
  interface Test {

    /** The longest wait for the answer. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration limit();

    /** The most tokens an answer may have: enough for a model that thinks before it answers. */
    @WithDefault("512")
    @Min(1)
    int outputTokens();
  }
}
