package dev.ziggurat.litellm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ziggurat.http.InvalidField;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * Reads JSON and YAML into a tree, within bounds. Errors name the place only: the text beside it
 * may be a secret.
 */
@Singleton
class ConfigText {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final int DEEPEST = 20;
  private static final int MAX_TEXT = 100_000;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxStringLength(MAX_TEXT)
          .maxNameLength(MAX_TEXT)
          .build();

  private final YAMLFactory yaml =
      YAMLFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private final ObjectReader yamlReader = reader(yaml);
  private final ObjectReader jsonReader =
      reader(
          JsonFactory.builder()
              .streamReadConstraints(BOUNDS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private static ObjectReader reader(JsonFactory factory) {
    return new ObjectMapper(factory)
        .readerFor(JsonNode.class)
        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** One value of JSON. */
  JsonNode json(byte[] text) {
    return within(text, "JSON", () -> jsonReader.readTree(text));
  }

  /** One document of YAML, without references: few lines of them can stand for a sea of text. */
  JsonNode yaml(byte[] text) {
    return within(
        text,
        "YAML",
        () -> {
          refuseReferences(text);
          return yamlReader.readTree(text);
        });
  }

  private void refuseReferences(byte[] text) throws IOException {
    try (var parser = yaml.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          throw new InvalidField(
              "body",
              "line %d refers to an anchor, which is not followed: write out what it stands for, as 'yq \"explode(.)\" config.yaml' does"
                  .formatted(parser.currentTokenLocation().getLineNr()));
        }
      }
    }
  }

  private interface Reading {
    JsonNode read() throws IOException;
  }

  private static JsonNode within(byte[] text, String kind, Reading reading) {
    if (text.length > MAX_BYTES) {
      throw new InvalidField("body", "is longer than " + MAX_BYTES + " bytes; send it in parts");
    }
    try {
      return reading.read();
    } catch (StreamConstraintsException tooMuch) {
      throw new InvalidField(
          "body",
          "is nested deeper than %d levels, or holds a text longer than %d characters"
              .formatted(DEEPEST, MAX_TEXT));
    } catch (JsonProcessingException malformed) {
      throw new InvalidField("body", "is no " + kind + place(malformed.getLocation()));
    } catch (IOException notUtf8) {
      throw new InvalidField("body", "is no " + kind + " in UTF-8");
    }
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ": see line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
