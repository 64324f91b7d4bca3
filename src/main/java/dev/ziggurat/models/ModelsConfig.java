package dev.ziggurat.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The page AI Models and the API behind it. */
@ConfigMapping(prefix = "ziggurat.admin.models")
public interface ModelsConfig {

  /** The list of models that W&amp;B serves, fetched from W&amp;B. */
  LiveList wandbList();

  /** Tests of a provider: one question to it. */
  Test test();

  /** The list of models that W&amp;B serves. */
  interface LiveList {

    /** How long a fetched list is used before it is fetched again. */
    @WithDefault("5m")
    @DurationMin(message = "must not be negative")
    Duration goodFor();

    /** How long after a failure W&amp;B is not asked again. */
    @WithDefault("30s")
    @DurationMin(message = "must not be negative")
    Duration retryAfter();

    /** The time-out for fetching the list, which goes on after the page has stopped waiting. */
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

    /** The time-out for an answer. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration limit();

    /** The most tokens of an answer; enough for a model that reasons before it answers. */
    @WithDefault("512")
    @Min(1)
    int outputTokens();
  }
}
