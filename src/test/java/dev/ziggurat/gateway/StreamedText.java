package dev.ziggurat.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a streamed chat completion says. Not by RestAssured's JsonPath: it compiles a script for
 * every piece.
 */
final class StreamedText {

  private static final Pattern EVENT = Pattern.compile("data: (\\{.*})");

  private StreamedText() {}

  /** The texts of these fields of the first choice's deltas, put together. */
  static String said(String stream, String... fields) {
    return EVENT
        .matcher(stream)
        .results()
        .map(event -> delta(new JsonObject(event.group(1))))
        .flatMap(delta -> List.of(fields).stream().map(delta::getString))
        .filter(Objects::nonNull)
        .collect(Collectors.joining());
  }

  private static JsonObject delta(JsonObject chunk) {
    var choices = chunk.getJsonArray("choices", new JsonArray());
    return choices == null || choices.isEmpty()
        ? new JsonObject()
        : Optional.ofNullable(choices.getJsonObject(0).getJsonObject("delta"))
            .orElseGet(JsonObject::new);
  }
}
