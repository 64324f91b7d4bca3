package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.provider.ToolArguments;
import dev.ziggurat.provider.ToolCallIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Converts chat messages to Claude's format: instructions move to {@code system}, tool results
 * become user messages, and consecutive messages of one role are merged. Texts of white space only
 * are left out, because Claude refuses them.
 */
final class ClaudeConversation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Sent for a message of the user without content where one is needed. */
  private static final String EMPTY = "(empty message)";

  private static final int MAX_ID = 64;

  /**
   * The prefix of a data URL. The data may be long, and matching all of it dominated the conversion
   * time.
   */
  private static final Pattern INLINE_IMAGE =
      Pattern.compile("data:([a-z0-9.+/-]+);base64,", Pattern.CASE_INSENSITIVE);

  /** Characters that Claude rejects in tool use ids; other providers' ids may contain them. */
  private static final Pattern INVALID_ID_CHARACTER = Pattern.compile("[^a-zA-Z0-9_-]");

  private final List<String> instructions = new ArrayList<>();
  private final Set<String> toolsUsed = new LinkedHashSet<>();
  private final ArrayNode messages = NODES.arrayNode();
  private final ToolCallIds ids = new ToolCallIds(INVALID_ID_CHARACTER, MAX_ID);
  private boolean emptyUserMessage;

  private ClaudeConversation() {}

  static ClaudeConversation of(JsonNode messages) {
    var conversation = new ClaudeConversation();
    messages.forEach(conversation::add);
    return conversation;
  }

  /** Adds an instruction to the caller's own. */
  void instruct(String instruction) {
    instructions.add(instruction);
  }

  /** The names of the tools that earlier messages called. */
  Set<String> toolsUsed() {
    return toolsUsed;
  }

  /** Writes {@code system} and {@code messages}. */
  void write(ObjectNode body) {
    if (!messages.isEmpty()) {
      appendEmptyUserMessage();
    }
    if (messages.path(0).path("role").asText().equals("assistant")) {
      throw ForwardTranslation.unsupported("messages: the first message must be from the user");
    }
    if (messages.isEmpty()) {
      // Claude requires a user message, so instructions alone are sent as one.
      append("user", text(instructions.isEmpty() ? EMPTY : String.join("\n\n", instructions)));
    } else if (!instructions.isEmpty()) {
      body.put("system", String.join("\n\n", instructions));
    }
    body.set("messages", messages);
  }

  private void add(JsonNode message) {
    switch (message.path("role").asText()) {
      case "system", "developer" -> {
        var instruction = plain(message.path("content"));
        if (!Blank.is(instruction)) {
          instructions.add(instruction);
        }
      }
      case "user" -> user(blocks(message.path("content")));
      case "assistant" -> assistant(message);
      case "tool" -> append("user", result(message));
      default ->
          throw ForwardTranslation.unsupported(
              "messages: unsupported role " + message.path("role").asText());
    }
  }

  private void user(List<ObjectNode> blocks) {
    emptyUserMessage |= blocks.isEmpty();
    blocks.forEach(block -> append("user", block));
  }

  /** Keeps the turns: without it two answers would be merged, or the last message be an answer. */
  private void appendEmptyUserMessage() {
    if (emptyUserMessage && !lastRole().equals("user")) {
      append("user", text(EMPTY));
    }
    emptyUserMessage = false;
  }

  private void assistant(JsonNode message) {
    appendEmptyUserMessage();
    blocks(message.path("content")).forEach(block -> append("assistant", block));
    var refusal = message.path("refusal").asText("");
    if (!Blank.is(refusal)) {
      append("assistant", text(refusal));
    }
    if (!message.path("tool_calls").isEmpty() && !lastRole().equals("assistant")) {
      ids.beginTurn();
    }
    for (var call : message.path("tool_calls")) {
      var name = call.at("/function/name").asText();
      toolsUsed.add(name);
      var use =
          NODES
              .objectNode()
              .put("type", "tool_use")
              .put("id", ids.ofCall(call.path("id").asText("")))
              .put("name", name);
      use.set("input", ToolArguments.object(call.at("/function/arguments")));
      append("assistant", use);
    }
  }

  private ObjectNode result(JsonNode message) {
    var id =
        ids.ofResult(message.path("tool_call_id").asText(""))
            .orElseThrow(
                () ->
                    ForwardTranslation.unsupported(
                        "messages: a tool message must answer a tool call of the message before"));
    var result = NODES.objectNode().put("type", "tool_result").put("tool_use_id", id);
    var content = NODES.arrayNode();
    content.addAll(blocks(message.path("content")));
    if (!content.isEmpty()) {
      result.set("content", content);
    }
    return result;
  }

  private String lastRole() {
    return messages.path(messages.size() - 1).path("role").asText();
  }

  private void append(String role, ObjectNode block) {
    var last = messages.isEmpty() ? null : (ObjectNode) messages.get(messages.size() - 1);
    if (last == null || !last.path("role").asText().equals(role)) {
      last = messages.addObject().put("role", role);
      last.putArray("content");
    }
    ((ArrayNode) last.path("content")).add(block);
  }

  private static List<ObjectNode> blocks(JsonNode content) {
    var blocks = new ArrayList<ObjectNode>();
    if (content.isTextual()) {
      addText(blocks, content.textValue());
      return blocks;
    }
    for (var part : content) {
      switch (part.path("type").asText()) {
        case "text" -> addText(blocks, part.path("text").asText());
        case "refusal" -> addText(blocks, part.path("refusal").asText());
        case "image_url" -> blocks.add(image(part.at("/image_url/url").asText()));
        default ->
            throw ForwardTranslation.unsupported(
                "messages: unsupported content part type " + part.path("type").asText());
      }
    }
    return blocks;
  }

  /** Claude rejects texts of white space only. */
  private static void addText(List<ObjectNode> blocks, String text) {
    if (!Blank.is(text)) {
      blocks.add(text(text));
    }
  }

  private static ObjectNode text(String text) {
    return NODES.objectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode image(String address) {
    var source = NODES.objectNode();
    var inline = INLINE_IMAGE.matcher(address);
    if (inline.lookingAt() && inline.end() < address.length()) {
      source
          .put("type", "base64")
          .put("media_type", inline.group(1).toLowerCase(Locale.ROOT).replace("/jpg", "/jpeg"))
          .put("data", address.substring(inline.end()));
    } else {
      source.put("type", "url").put("url", address);
    }
    var image = NODES.objectNode().put("type", "image");
    image.set("source", source);
    return image;
  }

  private static String plain(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var texts = new ArrayList<String>();
    content.forEach(part -> texts.add(part.path("text").asText("")));
    texts.removeIf(Blank::is);
    return String.join("\n\n", texts);
  }
}
