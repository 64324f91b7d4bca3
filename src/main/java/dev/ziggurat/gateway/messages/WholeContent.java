package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.provider.ToolArguments;

/** Writes the content blocks of a whole answer. */
final class WholeContent implements ContentBlocks.Receiver {

  private final StringBuilder text = new StringBuilder();
  private final ArrayNode content = JsonNodeFactory.instance.arrayNode();

  /** The blocks that ended. */
  ArrayNode content() {
    return content;
  }

  @Override
  public void start(int index, ContentBlock block) {
    text.setLength(0);
  }

  @Override
  public void delta(int index, ContentBlock block, String part) {
    text.append(part);
  }

  @Override
  public void stop(int index, ContentBlock block) {
    var written = content.addObject();
    switch (block.kind()) {
      case THINKING ->
          written
              .put("type", "thinking")
              .put("thinking", text.toString())
              .put("signature", OwnThinking.SIGNATURE);
      case TEXT -> written.put("type", "text").put("text", text.toString());
      case TOOL_USE ->
          written
              .put("type", "tool_use")
              .put("id", block.id())
              .put("name", block.name())
              .set("input", ToolArguments.object(content.textNode(text.toString())));
    }
  }
}
