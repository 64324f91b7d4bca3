package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.provider.openai.ServedModels.Served;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The response of {@code GET /models}. Any field may be null; unknown ones are ignored. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelList(List<Row> data) {

  private static final int MAX_TOKENS = 100_000_000;

  /** Far above the real number; bounds the result if the response is wrong. */
  private static final int MAX_MODELS = 1_000;

  private static final int MAX_ID_LENGTH = 200;

  /** Distinct models in the server's order; empty without any data. */
  Optional<List<Served>> served() {
    return Optional.ofNullable(data)
        .map(
            rows ->
                rows.stream()
                    .filter(Objects::nonNull)
                    .filter(row -> row.id() != null && !row.id().isBlank())
                    .filter(row -> row.id().length() <= MAX_ID_LENGTH)
                    .map(row -> new Served(row.id(), row.contextTokens()))
                    .distinct()
                    .limit(MAX_MODELS)
                    .toList());
  }

  /**
   * One model.
   *
   * @param maxModelLen the context window, from vLLM
   * @param meta with the context window {@code n_ctx}, from llama.cpp
   * @param contextWindow the same, from Groq
   * @param contextLength the same, from OpenRouter and others
   */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Row(
      String id,
      @JsonProperty("max_model_len") JsonNode maxModelLen,
      JsonNode meta,
      @JsonProperty("context_window") JsonNode contextWindow,
      @JsonProperty("context_length") JsonNode contextLength) {

    /** The context window that the server tells; what it cannot be is ignored. */
    Optional<Integer> contextTokens() {
      return Stream.of(
              maxModelLen, meta == null ? null : meta.path("n_ctx"), contextWindow, contextLength)
          .filter(Objects::nonNull)
          .filter(JsonNode::canConvertToInt)
          .map(JsonNode::intValue)
          .filter(tokens -> tokens > 0 && tokens <= MAX_TOKENS)
          .findFirst();
    }
  }
}
