package dev.ziggurat.gateway.semantic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request whose last message is the user's and has text only, in two parts.
 *
 * @param text that message's
 * @param rest the request with the numbers of the text in its place: texts that differ in one are
 *     similar, but mean something else
 */
record LastMessage(String text, ObjectNode rest) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String CONTENT = "content";
  private static final String TEXT = "text";
  private static final Pattern NUMBER = Pattern.compile("\\p{N}+");

  /** Where requests of chat completions and Messages, and of Responses, have the conversation. */
  private static final List<String> CONVERSATIONS = List.of("messages", "input");

  /** Divides a request; empty if its last message is another one. */
  static Optional<LastMessage> of(ObjectNode request) {
    return CONVERSATIONS.stream()
        .filter(request::has)
        .findFirst()
        .flatMap(field -> ofConversation(request.path(field)).map(each -> each.in(request, field)));
  }

  /** A part of a request without its text, and the text. */
  private record Divided(String text, JsonNode rest) {

    LastMessage in(ObjectNode request, String field) {
      return new LastMessage(text, with(request, field, rest));
    }
  }

  private static Optional<Divided> ofConversation(JsonNode conversation) {
    if (conversation.isTextual()) {
      return ofText(conversation);
    }
    return last(conversation)
        .filter(message -> message.path("role").asText().equals("user"))
        .flatMap(
            message ->
                ofContent(message.path(CONTENT))
                    .map(
                        content ->
                            new Divided(
                                content.text(),
                                withLast(conversation, with(message, CONTENT, content.rest())))));
  }

  private static Optional<Divided> ofContent(JsonNode content) {
    if (content.isTextual()) {
      return ofText(content);
    }
    return last(content)
        .filter(part -> content.size() == 1)
        .flatMap(
            part ->
                ofText(part.path(TEXT))
                    .map(
                        text ->
                            new Divided(
                                text.text(), withLast(content, with(part, TEXT, text.rest())))));
  }

  private static Optional<Divided> ofText(JsonNode text) {
    return text.isTextual() && !text.textValue().isBlank()
        ? Optional.of(new Divided(text.textValue(), NODES.textNode(numbers(text.textValue()))))
        : Optional.empty();
  }

  private static String numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).collect(Collectors.joining(" "));
  }

  private static Optional<ObjectNode> last(JsonNode list) {
    return list.isArray() && list.path(list.size() - 1) instanceof ObjectNode last
        ? Optional.of(last)
        : Optional.empty();
  }

  private static ObjectNode with(ObjectNode node, String field, JsonNode value) {
    var copy = NODES.objectNode();
    copy.setAll(node);
    copy.set(field, value);
    return copy;
  }

  private static ArrayNode withLast(JsonNode list, JsonNode last) {
    var copy = NODES.arrayNode(list.size());
    list.forEach(copy::add);
    copy.set(list.size() - 1, last);
    return copy;
  }
}
