package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A frame in its parts.
 *
 * @param head what comes before the data
 * @param json the data; empty if it is no JSON object
 */
record FrameEvent(String head, Optional<ObjectNode> json, boolean content) {

  private static final String DATA = "data: ";

  static FrameEvent of(StreamFrame frame) {
    var start = frame.text().indexOf(DATA) + DATA.length();
    return new FrameEvent(
        frame.text().substring(0, start), object(frame.text().substring(start)), frame.content());
  }

  private static Optional<ObjectNode> object(String data) {
    try {
      return JsonBody.of(Buffer.buffer(data)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** The frame with the data as it is now. */
  StreamFrame frame() {
    return new StreamFrame(head + json.orElseThrow() + "\n\n", content);
  }
}
