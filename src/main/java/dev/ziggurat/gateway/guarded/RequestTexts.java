package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.JudgedText;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.TextSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request for chat completions or embeddings says, for guardrails that look at the whole of
 * it.
 */
public final class RequestTexts {

  private static final List<String> NAMES =
      List.of("/name", "/function/name", "/custom/name", "/mcp_server_name");

  /** Types of tools that always have a name. */
  private static final Set<String> OF_CALLERS = Set.of("function", "custom");

  /** Tools that are switched on by a field of their own. */
  private static final List<String> SEARCHES = List.of("web_search_options", "search_parameters");

  /** The role of what no message says. */
  public static final String OTHER = "other";

  private static final int THIRDS = 3;

  private RequestTexts() {}

  /**
   * The texts of its messages with their roles, or of its input; and at the end what stands
   * elsewhere, such as descriptions of tools, with the role {@value #OTHER}.
   */
  public static List<JudgedText> of(ObjectNode body) {
    var texts = new ArrayList<JudgedText>();
    var others = new OtherTexts();
    for (var message : body.path("messages")) {
      var lines = lines(message);
      lines.forEach(others::said);
      texts.add(new JudgedText(message.path("role").asText(), String.join("\n", lines)));
    }
    input(body.path("input"), texts);
    var other = others.of(body);
    if (!other.isEmpty()) {
      texts.add(new JudgedText(OTHER, other));
    }
    return texts;
  }

  /**
   * Estimated tokens of texts in fields that {@link ForwardedRequest#estimatedInputTokens} leaves
   * out because they are unknown. A provider may show them to the model.
   */
  public static long tokensOfOtherFields(ObjectNode body) {
    var others = body.objectNode();
    others.setAll(body);
    others.remove(ForwardedRequest.ESTIMATED);
    return Math.ceilDiv(TextSize.of(new OtherTexts().of(others)).tokenThirds(), THIRDS);
  }

  private static List<String> lines(JsonNode message) {
    var lines = new ArrayList<String>();
    if (message instanceof ObjectNode object) {
      content(object.path("content"), lines);
      SaidText.of(object).stream()
          .filter(said -> !said.field().equals("content"))
          .forEach(said -> line(said.text(), lines));
    }
    return lines;
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

  private static void content(JsonNode content, List<String> lines) {
    if (content.isTextual()) {
      line(content.textValue(), lines);
    }
    for (var part : content) {
      line(part.path("text").asText(""), lines);
      line(part.path("refusal").asText(""), lines);
    }
  }

  private static void line(String line, List<String> lines) {
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  /**
   * The names of its tools: of one that a provider runs and that has no name its type, of a server
   * of tools its name.
   */
  public static Set<String> tools(ObjectNode body) {
    var names = new TreeSet<String>();
    body.path("tools").forEach(tool -> names(tool, names));
    body.path("functions").forEach(function -> names.add(function.path("name").asText("")));
    body.path("mcp_servers").forEach(server -> names.add(server.path("name").asText("mcp")));
    for (var search : SEARCHES) {
      if (body.hasNonNull(search)) {
        names.add(search);
      }
    }
    names.remove("");
    return names;
  }

  private static void names(JsonNode tool, Set<String> names) {
    var named = NAMES.stream().map(at -> tool.at(at).asText("")).filter(name -> !name.isEmpty());
    var own = named.toList();
    var type = tool.path("type").asText("");
    names.addAll(own.isEmpty() && !OF_CALLERS.contains(type) ? List.of(type) : own);
  }
}
