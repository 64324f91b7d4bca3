package dev.ziggurat.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.jackson.HybridJacksonPool;
import java.io.UncheckedIOException;

/**
 * Writes trees as JSON on one line, as {@link JsonNode#toString} does, but with the buffers of
 * Vert.x: those that Jackson keeps by thread are allocated for each virtual thread.
 */
public final class JsonText {

  private static final ObjectWriter JSON =
      JsonMapper.builder(
              JsonFactory.builder().recyclerPool(HybridJacksonPool.getInstance()).build())
          .build()
          .writer();

  private JsonText() {}

  /** The tree as JSON. */
  public static String of(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
