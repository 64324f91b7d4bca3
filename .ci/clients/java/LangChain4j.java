import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class LangChain4j {
  public static void main(String[] arguments) throws Exception {
    var address = System.getenv("OPENAI_BASE_URL");
    var key = System.getenv("OPENAI_API_KEY");
    var model = OpenAiChatModel.builder().baseUrl(address).apiKey(key).modelName("auto").build();
    var question = UserMessage.from("Tell me of Ur.");
    var first = model.chat(question);
    if (model.chat(question, first.aiMessage(), UserMessage.from("And of Uruk?")).aiMessage().text().isEmpty()) {
      throw new AssertionError("no text");
    }
    var streamed = new CompletableFuture<ChatResponse>();
    OpenAiStreamingChatModel.builder().baseUrl(address).apiKey(key).modelName("auto").build().chat(
        "Tell me of Ur.",
        new StreamingChatResponseHandler() {
          public void onPartialResponse(String part) {}

          public void onCompleteResponse(ChatResponse response) {
            streamed.complete(response);
          }

          public void onError(Throwable error) {
            streamed.completeExceptionally(error);
          }
        });
    if (streamed.get(30, TimeUnit.SECONDS).aiMessage().text().isEmpty()) {
      throw new AssertionError("no text streamed");
    }
    try {
      OpenAiChatModel.builder().baseUrl(address).apiKey(key).modelName("no-such-model").maxRetries(0).build().chat(question);
      throw new AssertionError("an unknown model was accepted");
    } catch (ModelNotFoundException expected) {
      System.exit(0);
    }
  }
}
