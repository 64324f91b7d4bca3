package dev.ziggurat.llm;

import java.util.Optional;
import java.util.Set;

/**
 * How a provider's chat completions API differs from OpenAI's.
 *
 * @param maxTokensField the name of the output token limit
 * @param strictestFormat the strictest response format the API supports, whatever the model
 *     supports
 * @param streamUsage whether it accepts {@code stream_options.include_usage}; without it the cost
 *     of a stream is unknown
 * @param unknownFields request fields it does not accept, which are left out
 * @param effortWithTools whether its reasoning models accept tools without {@code reasoning_effort:
 *     none}
 * @param messages what it accepts in messages
 */
public record Deviations(
    MaxTokensField maxTokensField,
    AnswerFormat strictestFormat,
    boolean streamUsage,
    Set<String> unknownFields,
    boolean effortWithTools,
    MessageRules messages) {

  public Deviations {
    unknownFields = Set.copyOf(unknownFields);
  }

  /** Of a provider that ignores unknown fields of messages. */
  public Deviations(
      MaxTokensField maxTokensField,
      AnswerFormat strictestFormat,
      boolean streamUsage,
      Set<String> unknownFields,
      boolean effortWithTools) {
    this(
        maxTokensField,
        strictestFormat,
        streamUsage,
        unknownFields,
        effortWithTools,
        MessageRules.LENIENT);
  }

  /**
   * What a provider accepts in the messages of a request.
   *
   * @param onlyFields the fields that it accepts; it refuses messages with others. Empty when it
   *     ignores unknown fields
   * @param developerRole whether it accepts the role {@code developer}; otherwise {@code system} is
   *     sent
   * @param textAsString whether a content of texts only must be one string
   */
  public record MessageRules(
      Optional<Set<String>> onlyFields, boolean developerRole, boolean textAsString) {

    /** Unknown fields are ignored. */
    public static final MessageRules LENIENT = new MessageRules(Optional.empty(), false, false);

    public MessageRules {
      onlyFields = onlyFields.map(Set::copyOf);
    }

    /** Whether a message may have this field. */
    public boolean accepts(String field) {
      return onlyFields.map(accepted -> accepted.contains(field)).orElse(true);
    }
  }

  /** The name of the output token limit. */
  public enum MaxTokensField {
    MAX_TOKENS("max_tokens"),
    MAX_COMPLETION_TOKENS("max_completion_tokens");

    private final String id;

    MaxTokensField(String id) {
      this.id = id;
    }

    /** The field name in JSON. */
    public String id() {
      return id;
    }
  }

  /** Response formats, the loosest first. */
  public enum AnswerFormat {
    TEXT("text"),
    JSON_OBJECT("json_object"),
    JSON_SCHEMA("json_schema");

    private final String id;

    AnswerFormat(String id) {
      this.id = id;
    }

    /** The {@code type} of a {@code response_format}. */
    public String id() {
      return id;
    }

    /** Whether this format is at most as strict as {@code strictest}. */
    public boolean isWithin(AnswerFormat strictest) {
      return compareTo(strictest) <= 0;
    }
  }
}
