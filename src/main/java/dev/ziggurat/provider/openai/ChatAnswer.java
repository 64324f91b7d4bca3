package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One answer in chat completions format, read from one completion or from many chunks: both give
 * the same result.
 */
final class ChatAnswer {

  private static final String UNKNOWN = "";
  private static final int MAX_REASON = 60;

  private final int asked;
  private final UsageReader usage = new UsageReader();

  /**
   * The reported finish reasons by the index of the choice; {@link #UNKNOWN} before there is one.
   */
  private final Map<Integer, String> finishReasons = new TreeMap<>();

  private final Map<Integer, String> refusals = new TreeMap<>();
  private Optional<String> model = Optional.empty();
  private Optional<String> id = Optional.empty();
  private Optional<String> groqId = Optional.empty();
  private Optional<ServiceTier> tier = Optional.empty();
  private boolean usageAtEnd;
  private boolean usageOfOneChoice;
  private boolean usageOfOneOnly;
  private int usagePieces;

  /**
   * @param asked how many choices were requested
   */
  ChatAnswer(int asked) {
    this.asked = asked;
  }

  /**
   * What a piece is.
   *
   * @param corrected whether it was changed to have OpenAI's shape
   * @param content whether it has text, a tool call or a refusal
   */
  record Piece(boolean corrected, boolean content) {}

  /**
   * Reads the whole answer or a chunk, and gives it OpenAI's shape.
   *
   * @param part {@link AnswerShape#MESSAGE} or {@link AnswerShape#DELTA}
   */
  Piece add(ObjectNode piece, String part) {
    // Read first: names of other providers' tiers are left out of what callers see.
    tier = ServiceTier.reported(piece.path("service_tier").textValue(), tier);
    var corrected = AnswerShape.correct(piece, part);
    corrected |= OpenAiFields.conform(piece, part);
    model = text(piece.path("model")).or(() -> model);
    id = id.or(() -> text(piece.path("id")));
    groqId = groqId.or(() -> text(piece.path("x_groq").path("id")));
    addUsage(piece);
    var content = false;
    for (var choice : piece.path("choices")) {
      var said = choice.path(part);
      content |= hasContent(said);
      addRefusal(choice.path("index").asInt(0), said.path("refusal").asText(""));
      corrected |= addFinish((ObjectNode) choice);
    }
    usageAtEnd |= hasUsage(piece) && isEnd(piece, part);
    // llama.cpp, which alone tells timings, counts one of several choices of a whole answer.
    usageOfOneOnly |=
        part.equals(AnswerShape.MESSAGE)
            && piece.path("choices").size() > 1
            && piece.path("timings").isObject();
    return new Piece(corrected, content);
  }

  /** Usage without choices is the last piece, except of llama.cpp, which sends it per choice. */
  private boolean isEnd(ObjectNode piece, String part) {
    return part.equals(AnswerShape.MESSAGE)
        || finished() >= asked
        || isUsageOnly(piece) && !usageOfOneChoice;
  }

  private static boolean hasUsage(ObjectNode piece) {
    return piece.path("usage").isObject() || piece.path("x_groq").path("usage").isObject();
  }

  private void addRefusal(int index, String text) {
    if (!text.isBlank() || refusals.containsKey(index)) {
      refusals.merge(index, text, String::concat);
    }
  }

  /** White space alone is none, as in a whole answer. */
  private static boolean hasContent(JsonNode said) {
    return !said.path("content").asText("").isBlank()
        || !said.path("refusal").asText("").isBlank()
        || !said.path("tool_calls").isEmpty()
        || said.hasNonNull("function_call")
        || said.hasNonNull("audio");
  }

  /**
   * A usage object without choices counts all of them. But llama.cpp sends one for each choice,
   * which shows when it comes before all choices have finished.
   */
  private void addUsage(ObjectNode piece) {
    if (isUsageOnly(piece)) {
      if (usageOfOneChoice) {
        usage.nextChoice();
      }
      usagePieces++;
      usageOfOneChoice = usagePieces < asked && finished() < asked;
    }
    usage.add(piece.path("usage"));
    usage.add(piece.path("x_groq").path("usage"));
  }

  /** Whether a chunk has usage but no choices. */
  static boolean isUsageOnly(ObjectNode piece) {
    return piece.path("choices").isEmpty() && piece.path("usage").isObject();
  }

  /** Whether every choice that was requested has finished. */
  boolean allFinished() {
    return finished() >= asked && finishReason().complete();
  }

  private long finished() {
    return finishReasons.values().stream().filter(reason -> !reason.equals(UNKNOWN)).count();
  }

  /**
   * A reason that means a cut answer is not passed on: clients would take it for a complete one.
   */
  private boolean addFinish(ObjectNode choice) {
    var index = choice.path("index").asInt(0);
    var reported = choice.path("finish_reason");
    var reason = reported.isNull() || reported.isMissingNode() ? UNKNOWN : reported.asText();
    finishReasons.merge(index, reason, (old, last) -> last.equals(UNKNOWN) ? old : last);
    var known = FinishReasons.openAi(reason).orElse(null);
    if (reason.equals(known) || reported.isNull() || reported.isMissingNode()) {
      return false;
    }
    choice.put("finish_reason", known);
    return true;
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
  }

  /** How many pieces of usage without choices were read. */
  int usagePieces() {
    return usagePieces;
  }

  /** The tokens of the whole answer as far as they were reported. */
  Optional<TokenUsage> usage() {
    return usageOfOneOnly ? Optional.empty() : usage.usage();
  }

  /**
   * The complete answer. Counts that came before the end of a cut one do not tell what it cost.
   *
   * @throws UnusableAnswer when a choice is cut, or there is none
   */
  Completion completion(
      Provider provider,
      String requestedModel,
      String text,
      List<ToolCall> calls,
      Optional<String> requestId,
      AnnouncedLimits limits) {
    var reason = finishReason();
    var completion =
        new Completion(
                provider,
                model.orElse(requestedModel),
                text,
                calls,
                reason,
                explanation(reason),
                usage().filter(_ -> reason.complete() || usageAtEnd),
                groqId.or(() -> requestId).or(() -> id),
                limits)
            .saying(id, tier);
    if (!reason.complete()) {
      throw UnusableAnswer.cut(whyCut(), completion);
    }
    return completion;
  }

  /** The first choice's, unless another one is cut or refused. */
  private FinishReason finishReason() {
    FinishReason first = null;
    var refused = !refusals.isEmpty();
    for (var reported : finishReasons.values()) {
      var reason = FinishReasons.of(reported);
      if (reason == FinishReason.OTHER) {
        return reason;
      }
      refused |= reason == FinishReason.REFUSAL;
      first = first == null ? reason : first;
    }
    if (first == null) {
      return FinishReason.OTHER;
    }
    return refused ? FinishReason.REFUSAL : first;
  }

  private Optional<String> explanation(FinishReason reason) {
    return reason != FinishReason.REFUSAL
        ? Optional.empty()
        : Optional.of(
            refusals.values().stream()
                .findFirst()
                .orElse("the provider's content filter withheld the answer"));
  }

  private String whyCut() {
    for (var choice : finishReasons.entrySet()) {
      var reason = choice.getValue();
      if (reason.equals(UNKNOWN)) {
        return "the answer ended before it was complete: choice %d has no finish reason"
            .formatted(choice.getKey());
      }
      if (FinishReasons.openAi(reason).isEmpty()) {
        return "the answer was cut: choice %d has the finish reason `%s`"
            .formatted(choice.getKey(), reason.substring(0, Math.min(reason.length(), MAX_REASON)));
      }
    }
    return "the answer ended before it was complete: it has no choices";
  }
}
