package dev.ziggurat.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.llm.ProviderFailure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * An error in OpenAI's format.
 *
 * @see <a href="https://developers.openai.com/docs/guides/error-codes">Error codes</a>
 */
@RegisterForReflection
public record OpenAiError(Body error) {

  /** The code of what a guardrail refused. */
  static final String GUARDRAIL = "content_policy_violation";

  /**
   * The error.
   *
   * @param param the request's field at fault, or null
   * @param code for programs, or null
   * @param path the providers tried and skipped, with reasons; only when none answered
   */
  @RegisterForReflection
  public record Body(
      String message,
      String type,
      String param,
      String code,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PathStep> path) {}

  /** A stream that broke off after its first content. */
  public static OpenAiError streamBroken(ProviderFailure failure) {
    return of(
        "server_error",
        "stream_broken",
        null,
        "The stream was interrupted. " + failure.getMessage());
  }

  /** A stream in which the model called a tool with arguments that are no JSON object. */
  public static OpenAiError invalidArguments(String tool) {
    return of(
        "server_error",
        "invalid_tool_arguments",
        null,
        "The model called the tool `%s` with arguments that are no JSON object. Send the request again."
            .formatted(tool));
  }

  /** A request or an answer that a guardrail refused. */
  static OpenAiError guardrail(GuardrailRefused refused) {
    return of("invalid_request_error", GUARDRAIL, null, refused.getMessage());
  }

  static OpenAiError of(String type, String code, String param, String message) {
    return new OpenAiError(new Body(message, type, param, code, List.of()));
  }
}
