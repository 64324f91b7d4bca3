package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What another program asks: the body of OpenAI's {@code POST /chat/completions}, which a provider
 * is sent with as little change as it can do with.
 *
 * @param body as it came, without what is meant for Ziggurat alone; nobody changes it
 * @param maxOutputTokens upper bound of each answer, reasoning included: the caller's, or ours when
 *     the caller names none
 * @param project what the call is attributed to at W&amp;B, {@code team/project}
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
public record ForwardedRequest(ObjectNode body, int maxOutputTokens, Optional<String> project)
    implements ChatRequest {

  /** What providers count for an image of usual size; its bytes say nothing of it. */
  private static final int IMAGE_TOKENS = 1_600;

  private static final int MESSAGE_TOKENS = 4;

  @Override
  public int answers() {
    return Math.max(1, body.path("n").asInt(1));
  }

  @Override
  public boolean streamed() {
    return body.path("stream").asBoolean(false);
  }

  @Override
  public boolean showsImages() {
    for (var message : body.path("messages")) {
      for (var part : message.path("content")) {
        if (isImage(part)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isImage(JsonNode part) {
    return "image_url".equals(part.path("type").asText());
  }

  /** Whether a stream is to end with the tokens it took. */
  public boolean wantsUsage() {
    return body.path("stream_options").path("include_usage").asBoolean(false);
  }

  @Override
  public long estimatedInputTokens() {
    var tokens = 0L;
    for (var message : body.path("messages")) {
      tokens += MESSAGE_TOKENS + tokens(message);
    }
    return tokens + tokens(body.path("tools")) + tokens(body.path("response_format"));
  }

  private static long tokens(JsonNode node) {
    if (node.isTextual()) {
      return Math.ceilDiv(ChatRequest.thirdsOfTokens(node.textValue()), 3);
    }
    if (isImage(node)) {
      return IMAGE_TOKENS;
    }
    var tokens = 0L;
    for (var field : node.properties()) {
      tokens += 1 + Math.ceilDiv(ChatRequest.thirdsOfTokens(field.getKey()), 3);
      tokens += tokens(field.getValue());
    }
    if (node.isArray()) {
      for (var element : node) {
        tokens += tokens(element);
      }
    }
    return tokens;
  }
}
