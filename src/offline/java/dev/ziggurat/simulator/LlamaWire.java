package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * llama.cpp's server: any name means its one model, callers' mistakes in JSON have status 500, and
 * usage is that of one answer, told once for each.
 */
final class LlamaWire extends LocalServerWire {

  private static final String FINGERPRINT = "b10434-simulated";
  private static final String UNPARSEABLE =
      "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing";

  LlamaWire(Provider provider, String root) {
    super(provider, ServerKind.LLAMA, root);
  }

  @Override
  public ProviderRefusal malformed() {
    return new ProviderRefusal(500, "json").with("message", UNPARSEABLE + " object key");
  }

  @Override
  Optional<ModelRow> find(String name) {
    return Optional.of(
        sheet().model(name).orElseGet(() -> sheet().models().getFirst().named(name)));
  }

  @Override
  ModelRow model(RequestFields fields) {
    return find(fields.body().path("model").asText("default")).orElseThrow();
  }

  @Override
  ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(400, "invalid").with("message", message);
  }

  @Override
  void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal {
    for (var message : fields.body().path("messages")) {
      for (var call : message.path("tool_calls")) {
        if (!isJson(call.at("/function/arguments").asText("{}"))) {
          throw new ProviderRefusal(500, "json")
              .with("message", "Failed to parse tool call arguments as JSON: " + UNPARSEABLE);
        }
      }
    }
  }

  private static boolean isJson(String text) {
    try {
      JsonBody.of(Buffer.buffer(text));
      return true;
    } catch (JsonProcessingException malformed) {
      return false;
    }
  }

  @Override
  void fillMessage(ObjectNode message, Answer answer) {
    message.put("content", answer.text());
    if (!answer.reasoning().isEmpty()) {
      message.put("reasoning_content", answer.reasoning());
    }
  }

  @Override
  void finishWhole(Ask ask, ObjectNode body, AnswerId stamp) {
    describe(body);
    body.putObject("timings").put("prompt_n", 12).put("predicted_per_second", 40.5);
  }

  @Override
  void describe(ObjectNode piece) {
    piece.put("system_fingerprint", FINGERPRINT);
  }

  @Override
  ObjectNode usage(Answer answer, AnswerId stamp) {
    return counts(answer);
  }

  /** With several answers each has its usage, the first one before the others have ended. */
  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var one = ask.options().answers() > 1 ? answer.oneOf(ask.options().answers()) : answer;
    var frames = new ArrayList<StreamFrame>();
    for (var chunk : ChatChunks.of(this, ask, one, stamp)) {
      describe(chunk.body());
      frames.add(chunk.frame());
      if (ask.includeUsage() && chunk.isLast()) {
        frames.add(usageFrame(ask, one, stamp));
      }
    }
    frames.add(StreamFrame.data("[DONE]"));
    return frames;
  }

  @Override
  Answer counted(Ask ask, Answer answer) {
    return answer.oneOf(ask.options().answers());
  }

  @Override
  public ObjectNode model(ModelRow model) {
    var row =
        NODES
            .objectNode()
            .put("id", model.id())
            .put("object", "model")
            .put("created", 1_764_000_000)
            .put("owned_by", "llamacpp");
    row.putObject("meta")
        .put("vocab_type", 2)
        .put("n_vocab", 128_256)
        .put("n_ctx_train", 131_072)
        .put("n_ctx", model.contextTokens())
        .put("n_embd", 2_048);
    return row;
  }
}
