package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.simulator.agent.RepeatableRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * An embeddings request: validated as OpenAI does, and answered with vectors of length 1 that
 * depend on the model and the text only. Texts that have most of their letters in common, in the
 * same order, have similar vectors.
 */
final class EmbeddingsRequest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_INPUTS = 2_048;
  private static final int MAX_TOKENS = 300_000;
  private static final int LETTERS_TOGETHER = 3;
  private static final int NUMBERS_FOR_EACH = 8;

  /** Keeps the vectors of any two texts apart. */
  private static final double OWN_PART = 0.02;

  private final ModelRow model;
  private final List<JsonNode> inputs;
  private final int dimensions;
  private final boolean base64;
  private final long tokens;

  private EmbeddingsRequest(
      ModelRow model, List<JsonNode> inputs, int dimensions, boolean base64, long tokens) {
    this.model = model;
    this.inputs = inputs;
    this.dimensions = dimensions;
    this.base64 = base64;
    this.tokens = tokens;
  }

  static EmbeddingsRequest read(ChatCompletionsWire wire, JsonNode body) throws ProviderRefusal {
    var fields = new RequestFields(body, wire::invalid);
    var name = fields.text("model");
    var model =
        wire.find(name).orElseThrow(() -> new ProviderRefusal(404, "model").with("model", name));
    if (model.vectorSize() == 0) {
      throw fields.wrong("model", "You are not allowed to generate embeddings from this model");
    }
    var format = body.path("encoding_format").asText("float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw fields.wrong("encoding_format", "'" + format + "' is not one of float, base64");
    }
    var dimensions = dimensions(fields, model);
    var inputs = inputs(fields);
    return new EmbeddingsRequest(
        model, inputs, dimensions, format.equals("base64"), tokens(wire, model, inputs));
  }

  private static int dimensions(RequestFields fields, ModelRow model) throws ProviderRefusal {
    OptionalInt asked = fields.positive("dimensions");
    if (asked.isPresent() && model.refuses().contains("dimensions")) {
      throw fields.wrong("dimensions", "This model does not support specifying dimensions.");
    }
    if (asked.orElse(0) > model.vectorSize()) {
      throw fields.wrong(
          "dimensions", "'dimensions' must be at most " + model.vectorSize() + " for this model");
    }
    return asked.orElse(model.vectorSize());
  }

  private static List<JsonNode> inputs(RequestFields fields) throws ProviderRefusal {
    var input = fields.body().path("input");
    var inputs = new ArrayList<JsonNode>();
    if (input.isTextual() || input.path(0).isNumber()) {
      inputs.add(input);
    } else {
      input.forEach(inputs::add);
    }
    if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
      throw fields.wrong("input", "'$.input' is invalid. Please check the API reference.");
    }
    for (var each : inputs) {
      if (each.isTextual() ? each.textValue().isEmpty() : each.isEmpty()) {
        throw fields.wrong("input", "'$.input' is invalid. Please check the API reference.");
      }
    }
    return inputs;
  }

  private static long tokens(ChatCompletionsWire wire, ModelRow model, List<JsonNode> inputs)
      throws ProviderRefusal {
    var total = 0L;
    for (var input : inputs) {
      var tokens = input.isTextual() ? Ask.tokens(input.textValue()) : input.size();
      if (tokens > model.contextTokens()) {
        throw wire.invalid(
            "input",
            "This model's maximum context length is %d tokens, however you requested %d tokens (%2$d in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
                .formatted(model.contextTokens(), tokens));
      }
      total += tokens;
    }
    if (total > MAX_TOKENS) {
      throw wire.invalid(
          "input", "Requested %d tokens, max %d tokens per request".formatted(total, MAX_TOKENS));
    }
    return total;
  }

  long tokens() {
    return tokens;
  }

  /** The answer, or a spoilt one. */
  JsonNode answer(Fault fault) {
    var answer = NODES.objectNode().put("object", "list");
    var data = answer.putArray("data");
    for (var position = 0; position < inputs.size() - missing(fault); position++) {
      var item = data.addObject().put("object", "embedding").put("index", position);
      item.set("embedding", vector(inputs.get(position), fault));
      if (fault.is(FaultKind.LOOSE_FORMAT)) {
        item.remove(List.of("object", "index"));
      }
    }
    answer.put("model", model.id());
    if (!fault.withoutUsage()) {
      answer.set("usage", usage(fault));
    }
    return answer;
  }

  /** How many vectors are left out. */
  private int missing(Fault fault) {
    if (fault.is(FaultKind.EMPTY_ANSWER)) {
      return inputs.size();
    }
    return fault.is(FaultKind.UNFINISHED) ? 1 : 0;
  }

  private ObjectNode usage(Fault fault) {
    var told = fault.is(FaultKind.WRONG_USAGE) ? -1 : tokens;
    return NODES.objectNode().put("prompt_tokens", told).put("total_tokens", told);
  }

  private JsonNode vector(JsonNode input, Fault fault) {
    if (fault.is(FaultKind.GARBAGE)) {
      return NODES.textNode("The ziggurat hums at dusk.");
    }
    var vector = vector(model.id(), input.isTextual() ? input.textValue() : input.toString());
    // A server that takes the schema loosely writes the form that it was not asked for.
    if (base64 == fault.is(FaultKind.LOOSE_FORMAT)) {
      var numbers = NODES.arrayNode(vector.length);
      for (var number : vector) {
        numbers.add(number);
      }
      return numbers;
    }
    var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var number : vector) {
      bytes.putFloat(number);
    }
    return NODES.textNode(Base64.getEncoder().encodeToString(bytes.array()));
  }

  /** Whichever provider and seed: vectors of one model can always be compared. */
  private float[] vector(String modelId, String text) {
    var random = RepeatableRandom.of(0, "embedding", modelId, text);
    var numbers = new double[dimensions];
    for (var position = 0; position < dimensions; position++) {
      numbers[position] = OWN_PART * (random.fraction() - 0.5);
    }
    addLetters(numbers, modelId, text);
    var squares = 0.0;
    for (var number : numbers) {
      squares += number * number;
    }
    var length = Math.sqrt(squares);
    var vector = new float[dimensions];
    for (var position = 0; position < dimensions; position++) {
      vector[position] = (float) (numbers[position] / length);
    }
    return vector;
  }

  /** Every few letters of the text move a few numbers of the vector, always the same ones. */
  private static void addLetters(double[] numbers, String modelId, String text) {
    var letters =
        " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
    for (var end = LETTERS_TOGETHER; end <= letters.length(); end++) {
      var together = letters.substring(end - LETTERS_TOGETHER, end);
      var random = RepeatableRandom.of(0, "letters", modelId, together);
      for (var i = 0; i < NUMBERS_FOR_EACH; i++) {
        var position = (int) random.between(0, numbers.length - 1L);
        numbers[position] += random.chance(0.5) ? 1 : -1;
      }
    }
  }
}
