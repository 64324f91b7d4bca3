package dev.ziggurat.llm;

/**
 * One message of a conversation.
 *
 * @param size of the content
 */
public record ChatMessage(Role role, String content, TextSize size) {

  /** A message. */
  public ChatMessage(Role role, String content) {
    this(role, content, TextSize.of(content));
  }

  /** The author of a message. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** A system message. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  /** A user message. */
  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }
}
