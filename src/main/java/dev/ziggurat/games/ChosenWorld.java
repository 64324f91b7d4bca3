package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ziggurat.httpworld.WorldAddress;
import java.util.Optional;

/**
 * The world that a game is to play.
 *
 * @param kind one of /api/worlds
 * @param address where it is, for a world at an address
 */
public record ChosenWorld(String kind, Optional<WorldAddress> address) {

  /** As it is written in requests: a kind, or an address. */
  JsonNode written() {
    return address
        .<JsonNode>map(
            at ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("url", at.url())
                    .put("keyVariable", at.keyVariable()))
        .orElseGet(() -> TextNode.valueOf(kind));
  }
}
