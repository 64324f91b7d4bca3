package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;

/** Parses a body as exactly one JSON value. */
final class JsonBody {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonBody() {}

  /** The value; missing when the body is empty. */
  static JsonNode of(Buffer body) throws JsonProcessingException {
    return JSON.readTree(body.toString());
  }
}
