import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import java.util.Map;
import java.util.stream.Collectors;

class AnthropicJava {
  public static void main(String[] arguments) {
    var client =
        AnthropicOkHttpClient.builder()
            .baseUrl(System.getenv("OPENAI_BASE_URL").replaceFirst("/v1$", ""))
            .apiKey(System.getenv("OPENAI_API_KEY"))
            .build();
    var question = question("auto").build();
    var first = client.messages().create(question);
    check(first.usage().outputTokens() > 0, "no usage");
    var second = question("auto").addMessage(first).addUserMessage("And of Uruk?").build();
    check(!text(client.messages().create(second)).isEmpty(), "no text");

    var added = MessageAccumulator.create();
    try (var events = client.messages().createStreaming(second)) {
      events.stream().forEach(added::accumulate);
    }
    check(!text(added.message()).isEmpty(), "no text streamed");
    check(added.message().stopReason().isPresent(), "no stop reason");

    var tool =
        Tool.builder()
            .name("weather")
            .inputSchema(
                Tool.InputSchema.builder()
                    .properties(JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .build())
            .build();
    var called =
        client
            .messages()
            .create(question("auto").addTool(tool).toolChoice(ToolChoiceAny.builder().build()).build());
    check(!called.content().isEmpty(), "no content");

    var counted =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder().model("auto").addUserMessage("Tell me of Ur.").build());
    check(counted.inputTokens() > 0, "no tokens");
    check(
        client.models().list().autoPager().stream().anyMatch(model -> model.id().equals("claude-sonnet-5-5")),
        "not listed");
    try {
      client.messages().create(question("no-such-model").build());
      throw new AssertionError("an unknown model was accepted");
    } catch (NotFoundException expected) {
      check(expected.getMessage().contains("no-such-model"), "not named");
    }
  }

  private static MessageCreateParams.Builder question(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(500).addUserMessage("Tell me of Ur.");
  }

  private static String text(Message message) {
    return message.content().stream()
        .filter(ContentBlock::isText)
        .map(block -> block.asText().text())
        .collect(Collectors.joining());
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
