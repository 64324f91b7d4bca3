package dev.ziggurat.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChatRequestTest {

  @Test
  void estimatesOneTokenForEachNonAsciiCharacter() {
    assertThat(estimate("a".repeat(300))).isEqualTo(104);
    assertThat(estimate("\u4e16".repeat(300))).isEqualTo(304);
  }

  private static long estimate(String text) {
    return ChatRequest.of(List.of(ChatMessage.user(text)), 1).estimatedInputTokens();
  }
}
