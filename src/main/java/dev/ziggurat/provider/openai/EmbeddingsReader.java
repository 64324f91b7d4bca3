package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.EmbeddingInput;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.TokenCounts;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.List;
import java.util.Optional;

/**
 * Reads an answer of {@code POST /embeddings} and brings it to OpenAI's shape where it differs: the
 * vectors in the order of the inputs and in the form that was asked for.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
final class EmbeddingsReader {

  private static final String PROMPT = "prompt_tokens";
  private static final String TOTAL = "total_tokens";

  private final ObjectNode body;
  private boolean corrected;

  private EmbeddingsReader(ObjectNode body) {
    this.body = body;
  }

  /**
   * Reads an answer, with its JSON as {@link Completion#forwarded}: the original text if it has
   * OpenAI's shape.
   *
   * @throws UnusableAnswer when it has not one vector for each input
   */
  static Completion read(
      Provider provider,
      String requestedModel,
      ForwardedRequest request,
      Answer<ObjectNode> answer,
      String original) {
    var reader = new EmbeddingsReader(answer.body());
    var usage = reader.usage();
    var completion =
        new Completion(
            provider,
            reader.model(requestedModel),
            "",
            List.of(),
            FinishReason.STOP,
            Optional.empty(),
            usage,
            answer.requestId(),
            answer.limits());
    var inputs = request.embedding().map(EmbeddingInput::inputs).orElse(1);
    reader.vectors(inputs, VectorForm.asked(request.body()), completion);
    return completion.forwarding(
        reader.corrected ? answer.body().toString() : ProviderJson.text(original));
  }

  private String model(String requested) {
    var reported = body.path("model").asText("");
    if (reported.isEmpty()) {
      set(body, "model", requested);
      return requested;
    }
    return reported;
  }

  private void vectors(int inputs, VectorForm form, Completion completion) {
    if (!body.path("object").asText("").equals("list")) {
      set(body, "object", "list");
    }
    var data = body.path("data");
    if (!data.isArray()) {
      throw UnusableAnswer.malformed("the response has no data");
    }
    if (data.size() != inputs) {
      throw UnusableAnswer.cut(
          "the response has %d vectors for %d inputs".formatted(data.size(), inputs), completion);
    }
    var inOrder = new ObjectNode[inputs];
    for (var position = 0; position < inputs; position++) {
      if (!(data.get(position) instanceof ObjectNode item)) {
        throw UnusableAnswer.malformed("the response has an item that is no object");
      }
      var index = item.path("index").isInt() ? item.path("index").intValue() : position;
      if (index < 0 || index >= inputs || inOrder[index] != null) {
        throw UnusableAnswer.malformed("the response has an index twice, or one that is none");
      }
      inOrder[index] = item;
      corrected |= index != position;
      conform(item, index, form);
    }
    if (corrected) {
      body.putArray("data").addAll(List.of(inOrder));
    }
  }

  private void conform(ObjectNode item, int index, VectorForm form) {
    if (!item.path("index").isInt()) {
      item.put("index", index);
      corrected = true;
    }
    if (!item.path("object").asText("").equals("embedding")) {
      set(item, "object", "embedding");
    }
    var vector = item.path("embedding");
    var written = form.written(vector);
    if (written != vector) {
      item.set("embedding", written);
      corrected = true;
    }
  }

  private void set(ObjectNode node, String field, String value) {
    node.put(field, value);
    corrected = true;
  }

  /**
   * The reported usage; empty if its count is missing or impossible. What strict clients refuse is
   * left out of the answer.
   */
  private Optional<TokenUsage> usage() {
    var reported = body.path("usage");
    var counts = new TokenCounts();
    counts.add(PROMPT, count(reported));
    if (!counts.known(PROMPT)) {
      corrected |= body.remove("usage") != null;
      return Optional.empty();
    }
    var tokens = counts.get(PROMPT);
    if (!reported.path(PROMPT).isIntegralNumber() || !reported.path(TOTAL).isIntegralNumber()) {
      ((ObjectNode) reported).put(PROMPT, tokens).put(TOTAL, tokens);
      corrected = true;
    }
    return TokenCounts.usage(tokens, 0, 0, 0, 0);
  }

  /** Some servers tell the total only; it is the same. */
  private static JsonNode count(JsonNode usage) {
    return usage.hasNonNull(PROMPT) ? usage.path(PROMPT) : usage.path(TOTAL);
  }
}
