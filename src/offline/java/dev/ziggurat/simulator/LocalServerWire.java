package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What inference servers that users run themselves have in common. */
abstract class LocalServerWire extends ChatCompletionsWire {

  private static final long KEEP_ALIVE_MILLIS = 5_000;

  LocalServerWire(Provider provider, ServerKind kind, String root) {
    super(provider, ProviderSheet.of(provider, kind), root);
  }

  @Override
  public long keepAliveMillis() {
    return KEEP_ALIVE_MILLIS;
  }

  @Override
  void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws ProviderRefusal {}

  @Override
  int maxAnswers() {
    return Integer.MAX_VALUE;
  }

  @Override
  boolean checksToolMessages() {
    return false;
  }

  /** The prompt alone must fit; the answer is cut where the window ends. */
  @Override
  Ask fitted(Ask ask, OptionalInt budget) throws ProviderRefusal {
    var window = ask.model().contextTokens();
    var room = window - ask.inputTokens();
    if (room <= 0) {
      throw new ProviderRefusal(400, "context")
          .with("limit", window)
          .with("asked", ask.inputTokens());
    }
    return ask.limitedTo((int) Math.min(room, ask.maxTokens()));
  }

  /** Usage comes last, and only if the caller wants it. */
  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var frames = new ArrayList<StreamFrame>();
    for (var chunk : ChatChunks.of(this, ask, answer, stamp)) {
      describe(chunk.body());
      frames.add(chunk.frame());
    }
    if (ask.includeUsage()) {
      frames.add(usageFrame(ask, answer, stamp));
    }
    frames.add(StreamFrame.data("[DONE]"));
    return frames;
  }

  final StreamFrame usageFrame(Ask ask, Answer answer, AnswerId stamp) {
    var last = head(ask, stamp, "chat.completion.chunk");
    last.putArray("choices");
    last.set("usage", usage(answer, stamp));
    describe(last);
    return StreamFrame.data(last);
  }

  /** Adds what every piece of an answer has beside the choices. */
  void describe(ObjectNode piece) {}

  @Override
  public StreamFrame brokenStream(Ask ask, AnswerId stamp) {
    return new StreamFrame(
        super.brokenStream(ask, stamp).text() + StreamFrame.data("[DONE]").text(), false);
  }
}
