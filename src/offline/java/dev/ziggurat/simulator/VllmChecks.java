package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** What vLLM refuses of a request's parameters, and what it takes for a number. */
final class VllmChecks {

  /** The variant of errors that the engine finds, not the API. */
  static final String ENGINE = "engine";

  private static final int VOCABULARY = 200_064;
  private static final BigInteger MAX_SEED = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final List<String> COUNTS =
      List.of("max_tokens", "max_completion_tokens", "n", "top_k", "seed", "top_logprobs");

  private final RequestFields fields;

  VllmChecks(RequestFields fields) {
    this.fields = fields;
  }

  /** A copy in which texts of digits are numbers where a number is expected. */
  static JsonNode coerced(JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      return body;
    }
    var copy = object.deepCopy();
    for (var field : COUNTS) {
      var text = copy.path(field).asText();
      if (copy.path(field).isTextual() && NUMBER.matcher(text).matches()) {
        copy.put(field, Integer.parseInt(text));
      }
    }
    return copy;
  }

  /** An error of the engine. */
  static ProviderRefusal engine(String message) {
    return new ProviderRefusal(400, ENGINE).with("message", message);
  }

  void check() throws ProviderRefusal {
    if (fields.has("stream_options") && !fields.flag("stream")) {
      throw fields.wrong(
          "stream_options", "Stream options can only be defined when `stream=True`.");
    }
    for (var stop : fields.texts("stop")) {
      if (stop.isEmpty()) {
        throw fields.wrong("stop", "stop cannot contain an empty string.");
      }
    }
    if (fields.has("top_k") && fields.body().path("top_k").asInt() < -1) {
      throw fields.wrong("top_k", "top_k must be 0 (disable), or at least 1.");
    }
    fields.within("min_p", 0, 1);
    if (fields.has("repetition_penalty")
        && fields.body().path("repetition_penalty").asDouble() <= 0) {
      throw fields.wrong("repetition_penalty", "repetition_penalty must be greater than zero.");
    }
    var seed = fields.body().path("seed");
    if (seed.isNumber() && seed.bigIntegerValue().abs().compareTo(MAX_SEED) > 0) {
      throw fields.wrong("seed", "Input should be less than or equal to 9223372036854775807");
    }
    checkTools();
    checkTokenIds();
  }

  private void checkTools() throws ProviderRefusal {
    var choice = fields.body().path("tool_choice");
    if (!fields.body().path("tools").isEmpty()
        && (choice.isMissingNode() || choice.isNull() || choice.asText().equals("auto"))) {
      throw new ProviderRefusal(400, "parser");
    }
  }

  private void checkTokenIds() throws ProviderRefusal {
    for (var token : fields.body().path("logit_bias").properties()) {
      if (!NUMBER.matcher(token.getKey()).matches()
          || Integer.parseInt(token.getKey()) >= VOCABULARY) {
        throw engine(
            "token_id(s) [%s] in logit_bias contain out-of-vocab token ids. Vocabulary size: %d"
                .formatted(token.getKey(), VOCABULARY));
      }
    }
    for (var token : fields.body().path("stop_token_ids")) {
      if (!token.canConvertToInt() || token.asInt() < 0 || token.asInt() >= VOCABULARY) {
        throw engine("stop_token_ids contain an out-of-vocab token id: " + token.asText());
      }
    }
  }
}
