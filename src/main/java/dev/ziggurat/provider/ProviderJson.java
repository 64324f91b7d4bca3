package dev.ziggurat.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.jackson.HybridJacksonPool;
import java.util.Optional;

/** Parses JSON texts of providers. */
public final class ProviderJson {

  /**
   * With the buffers of Vert.x: those that Jackson keeps by thread are allocated for each virtual
   * thread.
   */
  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder().recyclerPool(HybridJacksonPool.getInstance()).build())
          .build()
          .reader();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ProviderJson() {}

  /** The text without the byte order mark that some servers begin with. */
  public static String text(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /** The JSON object in a text; empty if it is anything else. */
  public static Optional<ObjectNode> object(String text) {
    try {
      return JSON.readTree(text(text)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
