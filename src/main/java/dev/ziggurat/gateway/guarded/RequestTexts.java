package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.JudgedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a chat completions request says, for guardrails that look at the whole of it. */
public final class RequestTexts {

  private RequestTexts() {}

  /** The texts of its messages, with their roles. */
  public static List<JudgedText> of(ObjectNode body) {
    var texts = new ArrayList<JudgedText>();
    for (var message : body.path("messages")) {
      var text = new StringBuilder();
      if (message instanceof ObjectNode object) {
        content(object.path("content"), text);
        SaidText.of(object).stream()
            .filter(said -> !said.field().equals("content"))
            .forEach(said -> line(said.text(), text));
      }
      texts.add(new JudgedText(message.path("role").asText(), text.toString()));
    }
    return texts;
  }

  private static void content(JsonNode content, StringBuilder text) {
    if (content.isTextual()) {
      line(content.textValue(), text);
    }
    for (var part : content) {
      line(part.path("text").asText(""), text);
      line(part.path("refusal").asText(""), text);
    }
  }

  private static void line(String line, StringBuilder text) {
    if (!line.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
  }

  /** The names of its tools. */
  public static Set<String> tools(ObjectNode body) {
    var names = new TreeSet<String>();
    for (var tool : body.path("tools")) {
      for (var at : List.of("/name", "/function/name", "/custom/name")) {
        names.add(tool.at(at).asText(""));
      }
    }
    body.path("functions").forEach(function -> names.add(function.path("name").asText("")));
    names.remove("");
    return names;
  }
}
