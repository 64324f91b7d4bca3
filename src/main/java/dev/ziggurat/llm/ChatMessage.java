package dev.ziggurat.llm;

/** One message of a conversation. */
public record ChatMessage(Role role, String content) {

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** An instruction of ours. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  /** What the model is to react to. */
  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }
}
