package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A request forwarded from an API client: the body of OpenAI's {@code POST /chat/completions}, sent
 * to the provider with as few changes as possible. Requests of other APIs are translated to it.
 *
 * <p>A request of {@code POST /embeddings} is one as well, with the fields of that API and {@link
 * #embedding}.
 *
 * <p>Beside the fields of chat completions the body may have {@code reasoning} in messages of the
 * assistant, the text of the model's reasoning before that answer, as W&amp;B and Groq name it; and
 * {@value #REASONING_SUMMARY}.
 *
 * @param body as received, without Ziggurat's own fields; must not be changed
 * @param maxOutputTokens upper bound of each answer, reasoning included: the caller's, or our
 *     default
 * @param project the project the call is attributed to at W&amp;B, {@code team/project}
 * @param original what the body was translated from; empty for chat completions
 * @param embedding what is to be embedded; empty for a chat completions request
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
public record ForwardedRequest(
    ObjectNode body,
    int maxOutputTokens,
    Optional<String> project,
    Optional<OriginalRequest> original,
    long estimatedInputTokens,
    RequestBound bound,
    Optional<EmbeddingInput> embedding)
    implements ChatRequest {

  /**
   * The field, true, of a request whose caller wants to see the reasoning: sent to no provider, but
   * translated for those that show none otherwise.
   */
  public static final String REASONING_SUMMARY = "reasoning_summary";

  /** Typical tokens of an image; its size in bytes does not tell. */
  private static final int IMAGE_TOKENS = 1_600;

  private static final int MESSAGE_TOKENS = 4;
  private static final String MESSAGES = "messages";

  /** The fields of a chat completions request that {@link #estimatedInputTokens} counts. */
  public static final List<String> ESTIMATED =
      List.of(MESSAGES, "tools", "functions", "response_format");

  /** A request whose size is counted here, once for all providers. */
  public ForwardedRequest(
      ObjectNode body,
      int maxOutputTokens,
      Optional<String> project,
      Optional<OriginalRequest> original) {
    this(
        body,
        maxOutputTokens,
        project,
        original,
        inputTokens(body),
        ForwardedBound.of(body, original),
        Optional.empty());
  }

  /** A chat completions request. */
  public ForwardedRequest(ObjectNode body, int maxOutputTokens, Optional<String> project) {
    this(body, maxOutputTokens, project, Optional.empty());
  }

  /**
   * An embeddings request.
   *
   * @param body whose {@code input} is valid
   */
  public static ForwardedRequest embeddings(ObjectNode body, Optional<String> project) {
    var input = EmbeddingInput.of(body.path(EmbeddingInput.FIELD));
    return new ForwardedRequest(
        body,
        0,
        project,
        Optional.empty(),
        input.totalTokens(),
        ForwardedBound.ofEmbeddings(body, input),
        Optional.of(input));
  }

  @Override
  public Operation operation() {
    return embedding.isPresent() ? Operation.EMBEDDINGS : Operation.CHAT;
  }

  /** What the caller wrote in this API; empty if it called another one. */
  public Optional<OriginalRequest> original(OriginalRequest.Api api) {
    return original.filter(request -> request.api() == api);
  }

  @Override
  public int answers() {
    return Math.max(1, body.path("n").asInt(1));
  }

  @Override
  public boolean streamed() {
    return body.path("stream").asBoolean(false);
  }

  @Override
  public boolean hasImages() {
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

  /**
   * Whether the caller itself named a limit of the output: an answer that it cuts before the first
   * text is then the caller's answer, as OpenAI has it, and no failure of the provider.
   */
  public boolean namesOutputLimit() {
    return namesOutputLimit(body);
  }

  static boolean namesOutputLimit(JsonNode body) {
    return body.path("max_completion_tokens").isNumber() || body.path("max_tokens").isNumber();
  }

  /** Whether the stream should end with its token usage. */
  public boolean wantsUsage() {
    return body.path("stream_options").path("include_usage").asBoolean(false);
  }

  private static long inputTokens(ObjectNode body) {
    var tokens = 0L;
    for (var message : body.path(MESSAGES)) {
      tokens += MESSAGE_TOKENS + tokens(message);
    }
    for (var field : ESTIMATED) {
      tokens += field.equals(MESSAGES) ? 0 : tokens(body.path(field));
    }
    return tokens;
  }

  private static long tokens(JsonNode node) {
    if (node.isTextual()) {
      return Math.ceilDiv(TextSize.of(node.textValue()).tokenThirds(), 3);
    }
    if (isImage(node)) {
      return IMAGE_TOKENS;
    }
    var tokens = 0L;
    for (var field : node.properties()) {
      tokens += 1 + Math.ceilDiv(TextSize.of(field.getKey()).tokenThirds(), 3);
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
