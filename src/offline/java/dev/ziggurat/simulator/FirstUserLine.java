package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/** The caller, for the observations: the line that names the agent, else the first user line. */
final class FirstUserLine {

  private static final String NAMED = "you are @";

  private FirstUserLine() {}

  static String of(JsonNode body) {
    var input = body.path("input");
    if (input.isTextual()) {
      return line(input.textValue(), 0);
    }
    var first = "";
    for (var message : input.isArray() ? input : body.path("messages")) {
      if ("user".equals(message.path("role").asText())) {
        var text = text(message.path("content"));
        var start = text.startsWith(NAMED) ? 0 : text.indexOf("\n" + NAMED) + 1;
        if (start > 0 || text.startsWith(NAMED)) {
          return line(text, start);
        }
        first = first.isEmpty() ? line(text, 0) : first;
      }
    }
    return first;
  }

  private static String text(JsonNode content) {
    return content.isTextual() ? content.textValue() : content.path(0).path("text").asText("");
  }

  private static String line(String text, int start) {
    var end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end).strip();
  }
}
