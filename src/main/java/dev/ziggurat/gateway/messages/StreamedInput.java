package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ziggurat.provider.ToolArguments;
import java.util.Optional;

/**
 * The input of a tool use that is written as it comes. A text that does not even begin as a JSON
 * object waits for its end, and becomes one like that of a whole answer.
 */
final class StreamedInput {

  private final StringBuilder text = new StringBuilder();
  private boolean begun;

  /** What can be written of it now; empty when nothing can. */
  String add(String part) {
    text.append(part);
    if (begun) {
      return part;
    }
    begun = text.toString().stripLeading().startsWith("{");
    return begun ? text.toString() : "";
  }

  /**
   * What is to be written at the end; may be empty.
   *
   * @return empty if what was written is no JSON object
   */
  Optional<String> end() {
    if (!begun) {
      return Optional.of(
          text.toString().isBlank()
              ? ""
              : ToolArguments.object(TextNode.valueOf(text.toString())).toString());
    }
    return ToolArguments.parsed(text.toString()).map(_ -> "");
  }
}
