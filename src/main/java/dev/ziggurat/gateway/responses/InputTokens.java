package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The tokens of an input.
 *
 * @param object OpenAI's name of this object
 * @param inputTokens estimated: a token for three ASCII characters, and for each other character
 */
@RegisterForReflection
@Schema(name = "ResponseInputTokens")
public record InputTokens(String object, @JsonProperty("input_tokens") long inputTokens) {

  static InputTokens of(long tokens) {
    return new InputTokens("response.input_tokens", tokens);
  }
}
