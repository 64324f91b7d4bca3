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
 * Reads what callers send as JSON, and nothing that one reader takes for this and another for that:
 * no field twice, nothing after the value.
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
   * Reads one value.
   *
   * @param place what an error calls the text
   * @throws InvalidField if it is no JSON
   */
  public JsonNode read(String place, String text) {
    try {
      return reader.readValue(text);
    } catch (JsonProcessingException e) {
      throw wrong(place, e);
    }
  }

  /** Reads one value in UTF-8, as {@link #read(String, String)} does. */
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
    return new InvalidField(place, "is no JSON: " + e.getOriginalMessage());
  }
}
