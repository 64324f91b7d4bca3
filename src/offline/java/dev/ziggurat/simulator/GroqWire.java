package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Groq API: rate limit headers on every answer, times in its usage, {@code x_groq}. */
final class GroqWire extends ChatCompletionsWire {

  private static final long REQUESTS_PER_DAY = 14_400_000;
  private static final List<String> UNKNOWN_FIELDS =
      List.of("logprobs", "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty");

  GroqWire() {
    super(Provider.GROQ, "/openai/v1");
  }

  @Override
  ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(400, "invalid").with("param", field).with("message", message);
  }

  @Override
  void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal {
    if (fields.isOther("n", 1)) {
      throw invalid("n", "'n' : number must be at most 1");
    }
    for (var field : UNKNOWN_FIELDS) {
      if (fields.has(field)) {
        throw invalid(field, "property '" + field + "' is unsupported");
      }
    }
    if (fields.has("reasoning_format") && fields.has("include_reasoning")) {
      throw invalid("reasoning_format", "cannot be combined with 'include_reasoning'");
    }
    var sent = new ChatMessages(fields.body());
    sent.checkForGroq();
    if (sent.lacksJsonWord()) {
      throw invalid("messages", ChatMessages.jsonWordMissing());
    }
  }

  @Override
  void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws ProviderRefusal {
    if (strict && !model.strictSchema()) {
      throw invalid(
          "response_format",
          "This model does not support response format `json_schema` with strict: true");
    }
    var fault = StrictSchema.fault(schema, true);
    if (strict && fault.isPresent()) {
      throw invalid("response_format", "invalid JSON schema for response_format: " + fault.get());
    }
  }

  /** The output limit counts before the model runs: what exceeds a minute's tokens is rejected. */
  @Override
  public void checkRate(Ask ask, long tokensPerMinute) throws ProviderRefusal {
    var asked = ask.inputTokens() + ask.maxTokens();
    if (asked > tokensPerMinute) {
      throw new ProviderRefusal(413, "size")
          .with("model", ask.model().id())
          .with("limit", tokensPerMinute)
          .with("asked", asked);
    }
  }

  @Override
  void fillMessage(ObjectNode message, Answer answer) {
    message.put("content", answer.text());
    if (!answer.reasoning().isEmpty()) {
      message.put("reasoning", answer.reasoning());
    }
  }

  @Override
  ObjectNode usage(Answer answer, AnswerId stamp) {
    var prompt = answer.inputTokens() / 20_000.0;
    var completion = answer.outputTokens() / 500.0;
    var usage = counts(answer);
    usage
        .put("queue_time", 0.0312)
        .put("prompt_time", prompt)
        .put("completion_time", completion)
        .put("total_time", prompt + completion);
    usage.putObject("prompt_tokens_details").put("cached_tokens", answer.cachedTokens());
    usage.putObject("completion_tokens_details").put("reasoning_tokens", answer.reasoningTokens());
    return usage;
  }

  @Override
  void finishWhole(Ask ask, ObjectNode body, AnswerId stamp) {
    body.put("system_fingerprint", "fp_simulated")
        .put("service_tier", ask.options().tier().orElse("on_demand"));
    body.putObject("x_groq").put("id", "req_" + stamp.id()).put("seed", 12345);
  }

  @Override
  boolean hasTier(String name) {
    return name.equals("flex") || name.equals("performance");
  }

  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var frames = new ArrayList<StreamFrame>();
    var chunks = ChatChunks.of(this, ask, answer, stamp);
    var first = chunks.getFirst().body().put("system_fingerprint", "fp_simulated");
    first.putObject("x_groq").put("id", "req_" + stamp.id());
    var end = chunks.getLast().body();
    end.putObject("x_groq").put("id", "req_" + stamp.id()).set("usage", usage(answer, stamp));
    chunks.forEach(chunk -> frames.add(chunk.frame()));
    if (ask.includeUsage()) {
      var last = head(ask, stamp, "chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(answer, stamp));
      frames.add(StreamFrame.data(last));
    }
    frames.add(StreamFrame.data("[DONE]"));
    return frames;
  }

  @Override
  public StreamFrame brokenStream(Ask ask, AnswerId stamp) {
    var chunk = head(ask, stamp, "chat.completion.chunk");
    chunk.putArray("choices");
    chunk.putObject("x_groq").put("id", "req_" + stamp.id()).put("error", "generation failed");
    return StreamFrame.data(chunk);
  }

  @Override
  public ObjectNode model(ModelRow model) {
    return NODES
        .objectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", 1_754_408_224)
        .put("owned_by", "Groq")
        .put("active", true)
        .put("context_window", model.contextTokens())
        .put("max_completion_tokens", model.maxOutputTokens());
  }

  @Override
  public Map<String, String> limits(long tokens, AnswerId stamp) {
    var left = Math.max(0, stamp.tokensPerMinute() - tokens);
    return Map.of(
        "x-ratelimit-limit-requests", Long.toString(REQUESTS_PER_DAY),
        "x-ratelimit-remaining-requests", Long.toString(REQUESTS_PER_DAY - 30),
        "x-ratelimit-reset-requests", "2m59.56s",
        "x-ratelimit-limit-tokens", Long.toString(stamp.tokensPerMinute()),
        "x-ratelimit-remaining-tokens", Long.toString(left),
        "x-ratelimit-reset-tokens", Math.max(1, tokens * 60_000 / stamp.tokensPerMinute()) + "ms");
  }
}
