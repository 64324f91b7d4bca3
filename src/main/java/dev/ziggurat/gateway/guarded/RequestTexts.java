package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.JudgedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request for chat completions or embeddings says, for guardrails that look at the whole of
 * it.
 */
public final class RequestTexts {

  private RequestTexts() {}

  /** The texts of its messages with their roles, or of its input. */
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
    input(body.path("input"), texts);
    return texts;
  }

  private static void input(JsonNode input, List<JudgedText> texts) {
    if (input.isTextual()) {
      texts.add(new JudgedText("user", input.textValue()));
    }
    input.forEach(each -> input(each, texts));
  }

  /** Whether its input is tokens, which no guardrail of texts can read. */
  public static boolean isTokens(ObjectNode body) {
    var first = body.path("input").path(0);
    return first.isNumber() || first.path(0).isNumber();
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
