package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * A request as its caller wrote it, in another API than chat completions. A provider that speaks
 * this API itself is sent it with as few changes as possible, so that fields without a counterpart
 * in chat completions reach it.
 *
 * @param api the API of the caller
 * @param body as received, without Ziggurat's own fields; must not be changed
 * @param headers the caller's headers that the provider is to receive, with names in lower case
 * @param untranslatable what the request has that only a provider of this API can do, as a message
 *     that names the field; empty if its translation says all
 * @param unpriced the field by which the request asks a provider of this API for something that is
 *     billed by other prices than those of tokens
 */
public record OriginalRequest(
    Api api,
    ObjectNode body,
    Map<String, String> headers,
    Optional<String> untranslatable,
    Optional<String> unpriced) {

  public OriginalRequest {
    headers = Map.copyOf(headers);
  }

  /** A request whose translation says all, at the prices of tokens. */
  public OriginalRequest(Api api, ObjectNode body, Map<String, String> headers) {
    this(api, body, headers, Optional.empty(), Optional.empty());
  }

  /** A copy with another body. */
  public OriginalRequest with(ObjectNode other) {
    return new OriginalRequest(api, other, headers, untranslatable, unpriced);
  }

  /** The APIs beside chat completions. */
  public enum Api {
    /** OpenAI's {@code POST /responses}. */
    RESPONSES,
    /** Anthropic's {@code POST /v1/messages}. */
    MESSAGES
  }
}
