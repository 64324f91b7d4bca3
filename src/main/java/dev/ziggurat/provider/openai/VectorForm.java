package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ziggurat.provider.UnusableAnswer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * How a vector is written: as a list of numbers, or as base64 of its numbers in 32 bits each,
 * little endian. Some servers ignore which one they are asked for.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
enum VectorForm {
  FLOAT {
    @Override
    JsonNode written(JsonNode vector) {
      return vector.isArray() ? numbers(vector) : decoded(vector.asText(""));
    }
  },
  BASE64 {
    @Override
    JsonNode written(JsonNode vector) {
      return vector.isTextual() && !vector.textValue().isEmpty() ? vector : encoded(vector);
    }
  };

  /** The form that a request asks for. */
  static VectorForm asked(JsonNode request) {
    return request.path("encoding_format").asText("").equals("base64") ? BASE64 : FLOAT;
  }

  /**
   * The vector in this form; the same node if it has it already.
   *
   * @throws UnusableAnswer when it is no vector
   */
  abstract JsonNode written(JsonNode vector);

  private static JsonNode numbers(JsonNode vector) {
    if (vector.isEmpty()) {
      throw UnusableAnswer.malformed("the response has an empty vector");
    }
    for (var number : vector) {
      if (!number.isNumber()) {
        throw UnusableAnswer.malformed("the response has a vector that is not only numbers");
      }
    }
    return vector;
  }

  private static JsonNode encoded(JsonNode vector) {
    if (!vector.isArray()) {
      throw UnusableAnswer.malformed("the response has no vector where one must be");
    }
    var bytes =
        ByteBuffer.allocate(numbers(vector).size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    vector.forEach(number -> bytes.putFloat(number.floatValue()));
    return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.array()));
  }

  private static JsonNode decoded(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      if (bytes.length > 0 && bytes.length % Float.BYTES == 0) {
        var numbers = JsonNodeFactory.instance.arrayNode(bytes.length / Float.BYTES);
        var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        while (floats.hasRemaining()) {
          numbers.add(floats.get());
        }
        return numbers;
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below.
    }
    throw UnusableAnswer.malformed("the response has no vector where one must be");
  }
}
