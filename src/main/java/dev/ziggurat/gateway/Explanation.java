package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.gateway.cache.StoredAnswer;
import java.io.UncheckedIOException;
import java.util.List;

/** The path of an answer, added to its body as {@code ziggurat}. */
final class Explanation {

  private static final TypeReference<List<PathStep>> PATH = new TypeReference<>() {};

  private Explanation() {}

  /** Adds the path to the body. */
  static String added(ObjectMapper json, String body, List<PathStep> path) {
    try {
      var tree = (ObjectNode) json.readTree(body);
      add(json, tree, path);
      return tree.toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Adds the origin of a cached answer to the body. */
  static String added(ObjectMapper json, String body, StoredAnswer kept) {
    try {
      var tree = (ObjectNode) json.readTree(body);
      origin(tree, kept);
      return tree.toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A chunk with only the path. */
  static String chunk(ObjectMapper json, List<PathStep> path) {
    var chunk = chunk(json);
    try {
      add(json, chunk, path);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return chunk.toString();
  }

  /** A chunk with only the origin of a cached answer. */
  static String chunk(ObjectMapper json, StoredAnswer kept) {
    var chunk = chunk(json);
    origin(chunk, kept);
    return chunk.toString();
  }

  private static ObjectNode chunk(ObjectMapper json) {
    var chunk = json.createObjectNode().put("object", "chat.completion.chunk");
    chunk.putArray("choices");
    return chunk;
  }

  private static void add(ObjectMapper json, ObjectNode body, List<PathStep> path)
      throws JsonProcessingException {
    var written = json.writerFor(PATH).writeValueAsString(path);
    body.putObject("ziggurat").set("path", json.readTree(written));
  }

  /** No provider was called. */
  private static void origin(ObjectNode body, StoredAnswer kept) {
    var explanation = body.putObject("ziggurat");
    explanation.putArray("path");
    explanation
        .putObject("answeredBefore")
        .put("callId", kept.callId().toString())
        .put("at", kept.at().toString());
  }
}
