package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatMessage;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the simulated model concludes from what an agent remembers: what it did, what was refused.
 */
final class SimulatedReflection {

  private static final String LIST = "reflections";
  private static final String ASKED = "{\"" + LIST + "\"";

  /** A remembered line, as {@code dev.ziggurat.memory} shows it. */
  private static final Pattern LINE = Pattern.compile("- tick (\\d{1,18})(?:, [a-z]+)?: \"(.*)\"");

  private static final int USUAL_IMPORTANCE = 4;
  private static final int REFUSED_IMPORTANCE = 8;

  private SimulatedReflection() {}

  /**
   * Whether an answer is to be a list of reflections, by its schema or by the words of the prompt.
   */
  static boolean isAsked(Ask ask) {
    return ask.schema().map(schema -> schema.path("properties").has(LIST)).orElse(false)
        || (ask.schema().isEmpty()
            && ask.messages().stream()
                .anyMatch(
                    message ->
                        message.role() == ChatMessage.Role.SYSTEM
                            && message.content().contains(ASKED)));
  }

  static String of(Ask ask) {
    var remembered =
        ask.lastUserText()
            .lines()
            .map(LINE::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(2))
            .toList();
    var answer = JsonNodeFactory.instance.objectNode();
    var list = answer.putArray(LIST);
    if (!remembered.isEmpty()) {
      list.addObject()
          .put(
              "text",
              "I remember %d things, of which %d were trades."
                  .formatted(remembered.size(), count(remembered, "microPoints")))
          .put("importance", USUAL_IMPORTANCE);
    }
    var refused = count(remembered, "refused: ");
    if (refused > 0) {
      list.addObject()
          .put("text", "I was refused %d times: keep to the rules.".formatted(refused))
          .put("importance", REFUSED_IMPORTANCE);
    }
    return answer.toString();
  }

  private static long count(List<String> remembered, String part) {
    return remembered.stream().filter(text -> text.contains(part)).count();
  }
}
