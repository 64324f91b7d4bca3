package dev.ziggurat.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Parses JSON of callers and rejects ambiguous input: duplicate fields and content after the value.
 */
@Singleton
public class StrictJson {

  private final ObjectReader reader;

  StrictJson(ObjectMapper json) {
    this.reader =
        json.readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  /**
   * Parses one value.
   *
   * @param place the name of the text in errors
   * @throws InvalidField if it is not JSON
   */
  public JsonNode read(String place, String text) {
    try {
      return reader.readValue(text);
    } catch (JsonProcessingException e) {
      throw wrong(place, e);
    }
  }

  /** Parses one UTF-8 value, as {@link #read(String, String)} does. */
  JsonNode read(String place, byte[] bytes) {
    try {
      return reader.readValue(bytes);
    } catch (JsonProcessingException e) {
      throw wrong(place, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidField wrong(String place, JsonProcessingException e) {
    return new InvalidField(place, "is not JSON: " + e.getOriginalMessage());
  }
}
