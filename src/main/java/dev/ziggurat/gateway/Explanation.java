package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.PathStep;
import java.io.UncheckedIOException;
import java.util.List;

/** Why an answer came from where it came, as {@code ziggurat.path} of its body. */
final class Explanation {

  private static final TypeReference<List<PathStep>> PATH = new TypeReference<>() {};

  private Explanation() {}

  /** The body with its path. */
  static String added(ObjectMapper json, String body, List<PathStep> path) {
    try {
      var tree = (ObjectNode) json.readTree(body);
      add(json, tree, path);
      return tree.toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A chunk that holds nothing but the path. */
  static String chunk(ObjectMapper json, List<PathStep> path) {
    var chunk = json.createObjectNode().put("object", "chat.completion.chunk");
    chunk.putArray("choices");
    try {
      add(json, chunk, path);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return chunk.toString();
  }

  private static void add(ObjectMapper json, ObjectNode body, List<PathStep> path)
      throws JsonProcessingException {
    var written = json.writerFor(PATH).writeValueAsString(path);
    body.putObject("ziggurat").set("path", json.readTree(written));
  }
}
