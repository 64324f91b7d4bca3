package dev.ziggurat.llm;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

/**
 * One message of a conversation.
 *
 * @param size of the content
 * @param json the content to be written to JSON; the bytes are made once, however often a message
 *     that many prompts share is written
 */
public record ChatMessage(Role role, String content, TextSize size, SerializableString json) {

  /** A message. */
  public ChatMessage(Role role, String content) {
    this(role, content, TextSize.of(content), new SerializedString(content));
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
