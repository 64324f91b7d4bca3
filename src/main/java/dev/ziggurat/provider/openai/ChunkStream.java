package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A chat completion stream, whose chunks are passed on unchanged where they fit OpenAI's schema.
 */
final class ChunkStream implements ChatStream {

  private static final String DONE = "[DONE]";
  private static final JsonPointer GROQ_ERROR = JsonPointer.compile("/x_groq/error");
  private static final JsonPointer GROQ_ID = JsonPointer.compile("/x_groq/id");
  private static final JsonPointer GROQ_USAGE = JsonPointer.compile("/x_groq/usage");

  private final Provider provider;
  private final ForwardedRequest request;
  private final EventStream events;
  private final ObjectMapper json;
  private String model;
  private Optional<String> id = Optional.empty();
  private Optional<TokenUsage> usage = Optional.empty();
  private Optional<FinishReason> finish = Optional.empty();
  private boolean fingerprint;

  /**
   * @param model the requested model; replaced by the one that a chunk names
   */
  ChunkStream(
      Provider provider,
      ForwardedRequest request,
      String model,
      EventStream events,
      ObjectMapper json) {
    this.provider = provider;
    this.request = request;
    this.model = model;
    this.events = events;
    this.json = json;
  }

  @Override
  public Optional<StreamPiece> poll(Duration timeout) {
    while (true) {
      var event = events.poll(timeout);
      if (event.isEmpty()) {
        return events.atEnd() ? Optional.of(end()) : Optional.empty();
      }
      if (event.get().data().equals(DONE)) {
        return Optional.of(end());
      }
      var piece = read(event.get().data());
      if (piece.isPresent()) {
        return piece;
      }
    }
  }

  @Override
  public void whenMore(Runnable more) {
    events.whenMore(more);
  }

  /** Empty for a usage chunk that the caller did not request. */
  private Optional<StreamPiece> read(String data) {
    var chunk = parse(data);
    if (chunk.hasNonNull("error")) {
      throw events.reportedFailure(data);
    }
    if (chunk.at(GROQ_ERROR).isTextual()) {
      throw events.reportedFailure(chunk.path("x_groq").toString());
    }
    id = id.or(() -> text(chunk.at(GROQ_ID))).or(() -> text(chunk.path("id")));
    model = text(chunk.path("model")).orElse(model);
    usage =
        UsageReader.read(chunk.path("usage"))
            .or(() -> UsageReader.read(chunk.at(GROQ_USAGE)))
            .or(() -> usage);
    var changed = OpenAiFields.conform(chunk, "chat.completion.chunk");
    var choices = chunk.path("choices");
    var content = false;
    for (var choice : choices) {
      content |= hasContent(choice.path("delta")) || isCutByCaller(choice);
      finish = text(choice.path("finish_reason")).map(CompletionReader::reason).or(() -> finish);
    }
    if (request.wantsUsage()) {
      return Optional.of(new StreamPiece.Delta(line(data, chunk, changed), content));
    }
    if (choices.isEmpty()) {
      return lateFingerprint(chunk);
    }
    fingerprint |= chunk.hasNonNull("system_fingerprint");
    return Optional.of(new StreamPiece.Delta(line(data, withoutUsage(chunk), changed), content));
  }

  /** A limit that the caller named, used up by reasoning: that is the answer, though empty. */
  private boolean isCutByCaller(JsonNode choice) {
    return request.namesOutputLimit() && choice.path("finish_reason").asText().equals("length");
  }

  /**
   * A fingerprint that only the usage chunk has, which the caller did not request; with a choice,
   * because callers that expect no usage expect one in every chunk.
   */
  private Optional<StreamPiece> lateFingerprint(ObjectNode chunk) {
    if (fingerprint || !chunk.hasNonNull("system_fingerprint")) {
      return Optional.empty();
    }
    fingerprint = true;
    var choice = withoutUsage(chunk).putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.putNull("finish_reason");
    return Optional.of(new StreamPiece.Delta(chunk.toString(), false));
  }

  /**
   * The original text where possible; it is rewritten only to remove usage or line breaks, and for
   * values that OpenAI does not know.
   */
  private String line(String data, ObjectNode chunk, boolean changed) {
    return !changed
            && data.indexOf('\n') < 0
            && (request.wantsUsage() || !data.contains("\"usage\""))
        ? data
        : chunk.toString();
  }

  private static ObjectNode withoutUsage(ObjectNode chunk) {
    chunk.remove("usage");
    return chunk;
  }

  private ObjectNode parse(String data) {
    try {
      if (json.readTree(data) instanceof ObjectNode chunk) {
        return chunk;
      }
    } catch (JsonProcessingException malformed) {
      // handled below
    }
    throw events.malformed("a stream chunk is not a JSON object");
  }

  private static boolean hasContent(JsonNode delta) {
    return !delta.path("content").asText("").isEmpty()
        || !delta.path("refusal").asText("").isEmpty()
        || !delta.path("tool_calls").isEmpty()
        || delta.hasNonNull("function_call")
        || delta.hasNonNull("audio");
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue());
  }

  private StreamPiece end() {
    if (finish.isEmpty()) {
      throw events.malformed("the stream ended before the answer was complete");
    }
    events.finish();
    return new StreamPiece.End(
        new Completion(
            provider,
            model,
            "",
            List.of(),
            finish.get(),
            Optional.empty(),
            usage,
            id.or(events::requestId),
            events.limits()));
  }

  @Override
  public void close() {
    events.close();
  }
}
