package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The tokens of a prompt.
 *
 * @param inputTokens estimated: a token for three ASCII characters, and for each other character
 */
@RegisterForReflection
@Schema(name = "MessageTokens")
public record CountedTokens(@JsonProperty("input_tokens") long inputTokens) {}
