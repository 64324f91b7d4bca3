package dev.ziggurat.llm;

import java.util.Set;

/**
 * In what a provider's chat completions differ from OpenAI's.
 *
 * @param maxTokensField what the output budget is called
 * @param strictestFormat to what an answer can be held at most, whatever the model can do
 * @param streamUsage whether it takes {@code stream_options.include_usage}; without it, what a
 *     stream cost is not known
 * @param unknownFields of a request, which are left out
 * @param effortWithTools whether its reasoning models take tools without {@code reasoning_effort:
 *     none}
 */
public record Deviations(
    MaxTokensField maxTokensField,
    AnswerFormat strictestFormat,
    boolean streamUsage,
    Set<String> unknownFields,
    boolean effortWithTools) {

  public Deviations {
    unknownFields = Set.copyOf(unknownFields);
  }

  /** What the output budget is called. */
  public enum MaxTokensField {
    MAX_TOKENS("max_tokens"),
    MAX_COMPLETION_TOKENS("max_completion_tokens");

    private final String id;

    MaxTokensField(String id) {
      this.id = id;
    }

    /** The field's name. */
    public String id() {
      return id;
    }
  }

  /** To what an answer can be held, the loosest first. */
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

    /** Whether answers of this format can be asked for where the strictest is that one. */
    public boolean isWithin(AnswerFormat strictest) {
      return compareTo(strictest) <= 0;
    }
  }
}
