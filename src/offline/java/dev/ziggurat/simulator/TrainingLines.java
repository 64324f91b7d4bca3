package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.simulator.SimulatedArtifacts.TrainingData;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Checks a training file as strictly as the strictest house that is known (together 1.5.35). */
final class TrainingLines {

  private static final List<String> ROLES = List.of("system", "user", "assistant");

  private TrainingLines() {}

  /** Reads all lines. */
  static TrainingData read(String content) {
    if (content.startsWith("\uFEFF")) {
      return wrong(0, "a byte order mark");
    }
    var lines = 0;
    for (var line : (Iterable<String>) content.lines()::iterator) {
      lines++;
      try {
        var fault = fault(line);
        if (fault.isPresent()) {
          return wrong(lines, fault.get());
        }
      } catch (JsonProcessingException e) {
        return wrong(lines, "not JSON");
      }
    }
    return lines == 0 ? wrong(0, "no line") : new TrainingData(lines, Optional.empty());
  }

  private static TrainingData wrong(int line, String fault) {
    return new TrainingData(line, Optional.of("line " + line + ": " + fault));
  }

  private static Optional<String> fault(String line) throws JsonProcessingException {
    if (line.isBlank()) {
      return Optional.of("blank");
    }
    var conversation = JsonBody.of(Buffer.buffer(line));
    if (!isOnly(conversation.fieldNames(), List.of("messages"))) {
      return Optional.of("other columns than messages");
    }
    var last = "";
    for (var message : conversation.path("messages")) {
      var role = message.path("role").asText();
      if (!ROLES.contains(role) || !isOnly(message.fieldNames(), List.of("role", "content"))) {
        return Optional.of("a message of the role " + role);
      }
      if (role.equals(last)) {
        return Optional.of("two messages of the role " + role + " in a row");
      }
      if (isBlank(message.path("content"))) {
        return Optional.of("a message without content");
      }
      last = role;
    }
    return last.equals("assistant") ? Optional.empty() : Optional.of("no answer at the end");
  }

  private static boolean isBlank(JsonNode content) {
    return !content.isTextual() || content.textValue().isBlank();
  }

  private static boolean isOnly(Iterator<String> names, List<String> allowed) {
    var all = true;
    while (names.hasNext()) {
      all &= allowed.contains(names.next());
    }
    return all;
  }
}
