package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.gateway.cache.StoredAnswer;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The path of an answer, for the answer's own field {@value #FIELD}. */
public final class Explanation {

  /** The field of an answer that has it. */
  public static final String FIELD = "ziggurat";

  private static final TypeReference<List<PathStep>> PATH = new TypeReference<>() {};

  private Explanation() {}

  /**
   * An answer with its explanation.
   *
   * @param answer a JSON object
   * @param explanation empty if the caller does not want it: then the answer is as it was
   */
  public static String added(String answer, Optional<ObjectNode> explanation, ObjectMapper json) {
    if (explanation.isEmpty()) {
      return answer;
    }
    try {
      var tree = (ObjectNode) json.readTree(answer);
      return tree.set(FIELD, explanation.get()).toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The providers that were asked or skipped. */
  static ObjectNode of(ObjectMapper json, List<PathStep> path) {
    try {
      var written = json.writerFor(PATH).writeValueAsString(path);
      return json.createObjectNode().set("path", json.readTree(written));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The origin of a cached answer: no provider was called. */
  static ObjectNode of(ObjectMapper json, StoredAnswer kept, Optional<String> similarity) {
    var explanation = json.createObjectNode();
    explanation.putArray("path");
    var before =
        explanation
            .putObject("answeredBefore")
            .put("callId", kept.callId().toString())
            .put("at", kept.at().toString());
    similarity.ifPresent(value -> before.put("similarity", new BigDecimal(value)));
    return explanation;
  }
}
