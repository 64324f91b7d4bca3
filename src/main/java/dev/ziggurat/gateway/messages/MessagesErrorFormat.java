package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.gateway.ErrorFormat;
import dev.ziggurat.gateway.OpenAiError;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Errors of this API in Anthropic's form. */
@Singleton
class MessagesErrorFormat implements ErrorFormat {

  static final String PATH = "/v1/messages";

  /** Sent by Anthropic's SDKs with every request. */
  static final String VERSION = "anthropic-version";

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Optional<String> header() {
    return Optional.of(VERSION);
  }

  @Override
  public int status(OpenAiError error, int status) {
    return "chain_exhausted".equals(error.error().code()) ? ErrorTypes.OVERLOADED : status;
  }

  @Override
  public JsonNode body(OpenAiError error, int status, UUID requestId) {
    return MessageShape.error(error, status, requestId.toString());
  }
}
