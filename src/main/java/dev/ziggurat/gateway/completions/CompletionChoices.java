package dev.ziggurat.gateway.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.gateway.SurrogatePairs;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The choices of one answer as text completions have them: the text and why it ended. Reasoning has
 * no place there and is left out; so is the text of a refusal, whose choice ends by {@code
 * content_filter}.
 */
final class CompletionChoices {

  private static final String FILTERED = "content_filter";

  private final Set<Integer> refused = new HashSet<>();
  private final SurrogatePairs halves = new SurrogatePairs();

  /** All choices of a {@code chat.completion}. */
  ArrayNode whole(JsonNode chat) {
    return choices(chat, "message", true);
  }

  /** The choices of the next {@code chat.completion.chunk}; those without news are left out. */
  ArrayNode part(JsonNode chunk) {
    return choices(chunk, "delta", false);
  }

  private ArrayNode choices(JsonNode chat, String message, boolean all) {
    var choices = JsonNodeFactory.instance.arrayNode();
    for (var choice : chat.path("choices")) {
      var index = choice.path("index").asInt(0);
      var text =
          halves.whole(Integer.toString(index), choice.path(message).path("content").asText(""));
      if (!choice.path(message).path("refusal").asText("").isEmpty()) {
        refused.add(index);
      }
      var finish = finish(index, choice.path("finish_reason"));
      if (all || !text.isEmpty() || finish.isPresent()) {
        choices
            .addObject()
            .put("text", text)
            .put("index", index)
            .putNull("logprobs")
            .put("finish_reason", finish.orElse(null));
      }
    }
    return choices;
  }

  private Optional<String> finish(int index, JsonNode reason) {
    return Optional.ofNullable(reason.textValue())
        .map(
            finish ->
                switch (finish) {
                  case "length", FILTERED -> finish;
                  default -> refused.contains(index) ? FILTERED : "stop";
                });
  }
}
