package dev.ziggurat.litellm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
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
 * Parses JSON and YAML to a tree, with size limits. Errors name the position only, because the text
 * may contain secrets.
 */
@Singleton
class ConfigText {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_TEXT = 100_000;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
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

  /** Parses one JSON value. */
  JsonNode json(byte[] text) {
    return parse(text, "JSON", () -> jsonReader.readTree(text));
  }

  /** Parses one YAML document. Aliases are rejected: a few lines can expand to a huge document. */
  JsonNode yaml(byte[] text) {
    return parse(
        text,
        "YAML",
        () -> {
          rejectAliasesAndFurtherDocuments(text);
          return yamlReader.readTree(text);
        });
  }

  private void rejectAliasesAndFurtherDocuments(byte[] text) throws IOException {
    try (var parser = yaml.createParser(text)) {
      var documents = 0;
      while (parser.nextToken() != null) {
        if (isRoot(parser) && ++documents > 1) {
          throw new InvalidField(
              "body",
              "has another YAML document at line %d: send one document at a time"
                  .formatted(parser.currentTokenLocation().getLineNr()));
        }
        if (parser.isCurrentAlias()) {
          throw new InvalidField(
              "body",
              "line %d has an alias (*name), which is not supported: replace it by the value of its anchor, as 'yq \"explode(.)\" config.yaml' does"
                  .formatted(parser.currentTokenLocation().getLineNr()));
        }
      }
    }
  }

  /** Whether the parser is at the start of a document's root value. */
  private static boolean isRoot(JsonParser parser) {
    var context = parser.getParsingContext();
    return parser.currentToken().isStructStart()
        ? context.getParent().inRoot()
        : parser.currentToken().isScalarValue() && context.inRoot();
  }

  private interface Parser {
    JsonNode read() throws IOException;
  }

  private static JsonNode parse(byte[] text, String kind, Parser parser) {
    if (text.length > MAX_BYTES) {
      throw new InvalidField("body", "is longer than " + MAX_BYTES + " bytes; send it in parts");
    }
    try {
      return parser.read();
    } catch (StreamConstraintsException tooMuch) {
      throw new InvalidField(
          "body",
          "is nested deeper than %d levels, or has a text longer than %d characters"
              .formatted(MAX_DEPTH, MAX_TEXT));
    } catch (JsonProcessingException malformed) {
      throw new InvalidField("body", "is not valid " + kind + position(malformed.getLocation()));
    } catch (IOException notUtf8) {
      throw new InvalidField("body", "is not valid " + kind + " in UTF-8");
    }
  }

  private static String position(JsonLocation location) {
    return location == null
        ? ""
        : ": see line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
