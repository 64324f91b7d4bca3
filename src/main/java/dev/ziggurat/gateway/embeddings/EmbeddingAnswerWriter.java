package dev.ziggurat.gateway.embeddings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.Explanation;
import dev.ziggurat.llm.AnswerText;
import java.util.Optional;

/** Passes vectors on as the provider wrote them. */
final class EmbeddingAnswerWriter implements AnswerWriter {

  private final ObjectMapper json;

  EmbeddingAnswerWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
    return Explanation.added(answer.chat(), explanation, json);
  }

  @Override
  public Stream stream(EventWriter events, AnsweredCall call) {
    throw new IllegalStateException("embeddings are not streamed");
  }
}
