package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.EventReader;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.ReportedError;
import dev.ziggurat.provider.ServerEvents;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a chat completion stream. Chunks are passed on unchanged as far as they have OpenAI's
 * shape; usage comes once, last, and only if it was requested.
 */
final class ChunkReader implements EventReader {

  private static final String DONE = "[DONE]";
  private static final String USAGE = "usage";
  private static final String FINGERPRINT = "system_fingerprint";

  private final Provider provider;
  private final String model;
  private final boolean wantsUsage;
  private final boolean limitedByCaller;
  private final ChatAnswer answer;
  private Optional<ObjectNode> lastUsage = Optional.empty();
  private boolean fingerprint;

  /**
   * @param model the requested model, for chunks that name none
   */
  ChunkReader(Provider provider, ForwardedRequest request, String model) {
    this.provider = provider;
    this.model = model;
    this.wantsUsage = request.wantsUsage();
    this.limitedByCaller = request.namesOutputLimit();
    this.answer = new ChatAnswer(request.answers());
  }

  @Override
  public boolean read(ServerEvents.Event event, Consumer<StreamPiece> pieces) {
    var data = event.data().strip();
    if (data.equals(DONE)) {
      return true;
    }
    if (event.name().equals("error")) {
      throw UnusableAnswer.error(data);
    }
    var chunk = ProviderJson.object(data);
    if (chunk.isPresent()) {
      read(chunk.get(), data, pieces);
    } else if (data.startsWith("{") && !event.isNamed()) {
      throw UnusableAnswer.malformed("a stream chunk is not a JSON object");
    }
    // Other texts and unknown events hold no part of an answer. Whether it is complete is known by
    // its finish reasons.
    return false;
  }

  private void read(ObjectNode chunk, String data, Consumer<StreamPiece> pieces) {
    ReportedError.in(chunk)
        .ifPresent(
            error -> {
              throw UnusableAnswer.error(error);
            });
    var piece = answer.add(chunk, AnswerShape.DELTA);
    if (ChatAnswer.isUsageOnly(chunk)) {
      lastUsage = Optional.of(chunk);
    } else if (!chunk.path("choices").isEmpty()) {
      fingerprint |= chunk.hasNonNull(FINGERPRINT);
      var content = piece.content() || isCutByCaller(chunk);
      pieces.accept(new StreamPiece.Delta(line(chunk, data, piece.corrected()), content));
    }
  }

  /** A limit that the caller named, used up by reasoning: that is the answer, though empty. */
  private boolean isCutByCaller(ObjectNode chunk) {
    if (limitedByCaller) {
      for (var choice : chunk.path("choices")) {
        if (choice.path("finish_reason").asText().equals("length")) {
          return true;
        }
      }
    }
    return false;
  }

  /** The original text where possible. */
  private String line(ObjectNode chunk, String data, boolean corrected) {
    var removed = !wantsUsage && chunk.remove(USAGE) != null;
    return corrected || removed || data.indexOf('\n') >= 0 || !data.startsWith("{")
        ? chunk.toString()
        : data;
  }

  @Override
  public boolean isComplete() {
    return answer.allFinished();
  }

  @Override
  public Completion end(
      Consumer<StreamPiece> pieces, Optional<String> requestId, AnnouncedLimits limits) {
    var completion = answer.completion(provider, model, "", List.of(), requestId, limits);
    if (wantsUsage && lastUsage.isPresent()) {
      pieces.accept(new StreamPiece.Delta(usageChunk(lastUsage.get()).toString(), false));
    }
    if (!wantsUsage && !fingerprint) {
      lastUsage
          .filter(chunk -> chunk.hasNonNull(FINGERPRINT))
          .ifPresent(chunk -> pieces.accept(new StreamPiece.Delta(withoutUsage(chunk), false)));
    }
    return completion;
  }

  /**
   * A fingerprint that only the usage chunk has; with a choice, because callers that requested no
   * usage expect one in every chunk.
   */
  private static String withoutUsage(ObjectNode chunk) {
    chunk.remove(USAGE);
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.putNull("finish_reason");
    return chunk.toString();
  }

  /** Of several, the last one with the counts of all. */
  private ObjectNode usageChunk(ObjectNode last) {
    if (answer.usagePieces() > 1) {
      answer.usage().ifPresent(usage -> count((ObjectNode) last.path(USAGE), usage));
    }
    return last;
  }

  private static void count(ObjectNode written, TokenUsage usage) {
    written
        .put("prompt_tokens", usage.input())
        .put("completion_tokens", usage.output())
        .put("total_tokens", usage.input() + usage.output());
  }
}
