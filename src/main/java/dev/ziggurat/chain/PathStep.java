package dev.ziggurat.chain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One stop on the way to a completion. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PathStep.Asked.class, name = "asked"),
  @JsonSubTypes.Type(value = PathStep.Skipped.class, name = "skipped")
})
@RegisterForReflection(targets = {PathStep.class, PathStep.Asked.class, PathStep.Skipped.class})
public sealed interface PathStep {

  /** Whom it was about. */
  Provider provider();

  /** Why the way did not end here; for the last step of a good path, that it did. */
  String reason();

  /**
   * The provider was asked.
   *
   * @param costNanoDollars what is known to have been spent
   */
  record Asked(
      Provider provider,
      String model,
      OutcomeClass outcome,
      String reason,
      int httpStatus,
      long latencyMillis,
      long costNanoDollars)
      implements PathStep {}

  /** The provider was passed by. */
  record Skipped(Provider provider, String reason) implements PathStep {}
}
