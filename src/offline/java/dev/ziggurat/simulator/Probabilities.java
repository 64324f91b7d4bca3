package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Log probabilities of the pieces of a text: constant. */
final class Probabilities {

  private static final double SURE = -0.01;
  private static final double UNSURE = -5.5;

  private Probabilities() {}

  /**
   * @param top alternatives per piece
   */
  static ObjectNode of(List<String> pieces, int top) {
    var probabilities = JsonNodeFactory.instance.objectNode();
    var content = probabilities.putArray("content");
    for (var piece : pieces) {
      var alternatives = token(content, piece, SURE).putArray("top_logprobs");
      for (var other = 0; other < top; other++) {
        token(alternatives, other == 0 ? piece : piece + other, other == 0 ? SURE : UNSURE);
      }
    }
    return probabilities.putNull("refusal");
  }

  private static ObjectNode token(ArrayNode list, String text, double logProbability) {
    var token = list.addObject().put("token", text).put("logprob", logProbability);
    var bytes = token.putArray("bytes");
    for (var each : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(each & 0xff);
    }
    return token;
  }
}
