package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatMessage.Role;
import dev.ziggurat.simulator.agent.RepeatableRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of an answer that messages ask for in words: one of several choices, fields under
 * headers as DSPy wants them, a line that begins with "Answer:", or JSON.
 */
final class AskedForm {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern CHOICES =
      Pattern.compile("(?is)one of the following (?:strings|options|choices):\\s*\\n(.+)$");

  /** A letter in brackets before each option, and an opened bracket for the answer. */
  private static final Pattern LETTERS = Pattern.compile("(?m)^\\s*\\((\\w)\\)");

  private static final Pattern OPEN_BRACKET = Pattern.compile("(?is).*answer:\\s*\\($");

  private static final Pattern FIELDS =
      Pattern.compile("(?is)respond with the corresponding output fields(.+)$");
  private static final Pattern FIELD =
      Pattern.compile(
          "\\[\\[ ## (\\w+) ## ]]`?(?: \\((must .+?)\\)(?=, then|, and then|\\.|$))?",
          Pattern.DOTALL);
  private static final String LAST_FIELD = "completed";
  private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]+)['\"]");

  /** In quotes, or in a line of a template. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?i)['\"`\u201c]((?:final )?answer:)|(?im:^\\s*((?:final )?answer:)\\s*[\\[<{])");

  private static final Pattern JSON_ASKED =
      Pattern.compile(
          "(?is)\\b(?:answer|respond|reply|output|return|produce)\\b[^.\\n]{0,80}\\bjson\\b");
  private static final Pattern SCHEMA = Pattern.compile("(?is)schema[^{]{0,80}(\\{)");

  private final long seed;
  private final String last;
  private final String all;
  private final String plain;

  private AskedForm(long seed, List<ChatMessage> messages, String last, String plain) {
    this.seed = seed;
    this.last = last;
    this.all =
        messages.stream()
            .filter(message -> message.role() != Role.ASSISTANT)
            .map(ChatMessage::content)
            .collect(Collectors.joining("\n"));
    this.plain = plain;
  }

  /**
   * The answer in the form that was asked for; empty if none was.
   *
   * @param plain what there is to say
   */
  static Optional<String> of(long seed, Ask ask, String plain) {
    var form = new AskedForm(seed, ask.messages(), ask.lastUserText(), plain);
    return form.choice()
        .or(form::letter)
        .or(form::fields)
        .or(() -> form.json(ask.jsonObject()))
        .or(form::labelled);
  }

  private Optional<String> choice() {
    var asked = CHOICES.matcher(last);
    if (!asked.find()) {
      return Optional.empty();
    }
    // The sentence ends after the last one.
    var options =
        asked
            .group(1)
            .strip()
            .replaceFirst("\\.$", "")
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return options.isEmpty() ? Optional.empty() : Optional.of(oneOf(options));
  }

  private Optional<String> letter() {
    var letters = LETTERS.matcher(last).results().map(letter -> letter.group(1)).toList();
    return OPEN_BRACKET.matcher(last).matches() && !letters.isEmpty()
        ? Optional.of(oneOf(letters) + ")")
        : Optional.empty();
  }

  private String oneOf(List<String> options) {
    return RepeatableRandom.of(seed, "choice", last).pick(options);
  }

  private Optional<String> fields() {
    var asked = FIELDS.matcher(last);
    if (!asked.find()) {
      return Optional.empty();
    }
    var written =
        FIELD
            .matcher(asked.group(1))
            .results()
            .filter(field -> !field.group(1).equals(LAST_FIELD))
            .map(
                field ->
                    "[[ ## %s ## ]]\n%s\n\n"
                        .formatted(
                            field.group(1), value(Optional.ofNullable(field.group(2)).orElse(""))))
            .collect(Collectors.joining());
    return Optional.of(written + "[[ ## " + LAST_FIELD + " ## ]]");
  }

  /** The smallest value of a Python type. */
  private String value(String rule) {
    var quoted = QUOTED.matcher(rule);
    if (rule.contains("Literal") && quoted.find()) {
      return quoted.group(1);
    }
    var type = rule.replaceFirst("(?s).*valid Python ", "");
    return switch (type.replaceFirst("\\W.*", "")) {
      case "int" -> "1";
      case "float" -> "0.5";
      case "bool" -> "True";
      case "list", "List" -> "[]";
      case "dict", "Dict" -> "{}";
      default -> plain;
    };
  }

  private Optional<String> json(boolean required) {
    if (!required && !JSON_ASKED.matcher(all).find()) {
      return Optional.empty();
    }
    return Optional.of(
        schema()
            .map(SchemaInstance::of)
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("answer", plain))
            .toString());
  }

  /** A JSON Schema that is written in the messages. */
  private Optional<JsonNode> schema() {
    var named = SCHEMA.matcher(all);
    while (named.find()) {
      try (var parser = JSON.createParser(all.substring(named.start(1)))) {
        JsonNode schema = JSON.readTree(parser);
        if (schema.has("properties")) {
          return Optional.of(schema);
        }
      } catch (JsonProcessingException notJson) {
        // Only a brace.
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
    return Optional.empty();
  }

  private Optional<String> labelled() {
    var asked = LABEL.matcher(all);
    if (!asked.find()) {
      return Optional.empty();
    }
    var label = Optional.ofNullable(asked.group(1)).orElseGet(() -> asked.group(2));
    var thought = all.contains("Thought:") ? "Thought: I can answer now.\n" : "";
    return Optional.of(thought + label + " " + plain);
  }
}
