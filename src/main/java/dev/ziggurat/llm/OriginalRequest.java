package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A request as its caller wrote it, in another API than chat completions. A provider that speaks
 * this API itself is sent it with as few changes as possible, so that fields without a counterpart
 * in chat completions reach it.
 *
 * @param api the API of the caller
 * @param body as received, without Ziggurat's own fields; must not be changed
 * @param headers the caller's headers that the provider is to receive, with names in lower case
 */
public record OriginalRequest(Api api, ObjectNode body, Map<String, String> headers) {

  public OriginalRequest {
    headers = Map.copyOf(headers);
  }

  /** The APIs beside chat completions. */
  public enum Api {
    /** OpenAI's {@code POST /responses}. */
    RESPONSES,
    /** Anthropic's {@code POST /v1/messages}. */
    MESSAGES
  }
}
