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

  /** Test requests to a provider. */
  Test test();

  /** The list of models that W&amp;B serves. */
  interface LiveList {

    /** How long a fetched list is used before it is fetched again. */
    @WithDefault("5m")
    @DurationMin(message = "must not be negative")
    Duration goodFor();

    /** How long to wait after a failure before the list is fetched again. */
    @WithDefault("30s")
    @DurationMin(message = "must not be negative")
    Duration retryAfter();

    /** The timeout for fetching the list, which continues after the page has stopped waiting. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration limit();

    /** How long a page waits for a list that is being fetched. */
    @WithDefault("1s")
    @DurationMin(message = "must not be negative")
    Duration patience();
  }

  /** Test requests to a provider. */
  interface Test {

    /** The timeout of a test request. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration limit();

    /** The maximum number of tokens of an answer; reasoning models need some for reasoning. */
    @WithDefault("512")
    @Min(1)
    int outputTokens();
  }
}
