package dev.ziggurat.guardrails;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a guardrail did in a call. It never has the text that was found.
 *
 * @param guardrail its name
 * @param kind its kind, such as {@code sensitive-data}
 * @param on what it looked at: {@code request} or {@code answer}
 * @param did what it did
 * @param detail what it found and how often, or the verdict
 * @param millis how long the verdict took; 0 for a guardrail that asks for none
 */
@Schema(name = "GuardrailStep")
@RegisterForReflection
public record GuardrailStep(
    String guardrail, String kind, String on, Did did, String detail, long millis) {

  /** What a guardrail did. */
  @RegisterForReflection
  public enum Did {
    /** It replaced parts of the text. */
    MASKED,
    /** It refused the request or the answer. */
    REFUSED,
    /** Its verdict was that all is well. */
    PASSED,
    /** It got no verdict, and the call went on, as its configuration has it. */
    FAILED_OPEN;

    /** Its name in JSON. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
