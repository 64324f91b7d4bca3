package dev.ziggurat.chain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One attempt or skip on the path of a call. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PathStep.Asked.class, name = "asked"),
  @JsonSubTypes.Type(value = PathStep.Skipped.class, name = "skipped")
})
@RegisterForReflection(targets = {PathStep.class, PathStep.Asked.class, PathStep.Skipped.class})
public sealed interface PathStep {

  /** The provider asked or skipped. */
  Provider provider();

  /** Why the call went on to the next provider; {@code answered} for the attempt that succeeded. */
  String reason();

  /**
   * The provider was asked.
   *
   * @param costNanoDollars the known cost
   * @param costKnown whether that is all that was billed
   */
  record Asked(
      Provider provider,
      String model,
      OutcomeClass outcome,
      String reason,
      int httpStatus,
      long latencyMillis,
      long costNanoDollars,
      boolean costKnown)
      implements PathStep {}

  /** The provider was skipped. */
  record Skipped(Provider provider, String reason) implements PathStep {}
}
