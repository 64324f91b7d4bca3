package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Parses a chat completions request and validates it against the provider's and model's rules. */
final class ChatCompletionsRequest {

  private static final int DEFAULT_OUTPUT = 8_192;
  private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private static final Set<String> PARTS = Set.of("text", "image_url", "refusal");
  private static final int MAX_STOPS = 4;

  private final ChatCompletionsWire wire;
  private final JsonNode body;
  private final RequestFields fields;

  ChatCompletionsRequest(ChatCompletionsWire wire, JsonNode body) {
    this.wire = wire;
    this.body = body;
    this.fields = new RequestFields(body, wire::invalid);
  }

  Ask ask() throws ProviderRefusal {
    if (!body.isObject()) {
      throw wire.invalid("body", "the body must be a JSON object");
    }
    var model = wire.model(fields);
    var messages = fields.messages(ROLES);
    fields.within("temperature", 0, 2);
    fields.within("top_p", 0, 1);
    checkParts(model);
    wire.check(fields, model, messages);
    var format = format();
    return wire.fitted(
        new Ask(
            model,
            messages,
            budget(model),
            wire.reasons(fields, model),
            fields.flag("stream"),
            body.path("stream_options").path("include_usage").asBoolean(false),
            format.equals("json_schema") ? Optional.of(schema(model)) : Optional.empty(),
            format.equals("json_object"),
            new ChatTools(fields, wire.checksToolMessages()).toolbox(),
            options(),
            model.caches()),
        askedBudget());
  }

  private void checkParts(ModelRow model) throws ProviderRefusal {
    for (var message : body.path("messages")) {
      for (var part : message.path("content")) {
        var type = part.path("type").asText();
        if (!PARTS.contains(type)) {
          throw wire.invalid("messages", "'messages': unknown part of type '" + type + "'");
        }
        if (type.equals("image_url")) {
          checkImage(part.at("/image_url/url").asText(), model);
        }
      }
    }
  }

  private void checkImage(String address, ModelRow model) throws ProviderRefusal {
    if (!model.sees()) {
      throw wire.invalid("messages", "image input is not supported by model " + model.id());
    }
    if (!address.matches("(?s)https?://.+|data:image/[a-z]+;base64,.+")) {
      throw wire.invalid("messages", "'image_url.url' must be an address or a data URL");
    }
  }

  private AnswerOptions options() throws ProviderRefusal {
    var stops = fields.texts("stop");
    if (stops.size() > MAX_STOPS) {
      throw wire.invalid("stop", "'stop' must be at most " + MAX_STOPS + " sequences");
    }
    var answers = fields.positive("n").orElse(1);
    if (answers > wire.maxAnswers()) {
      throw wire.invalid("n", "'n' must be at most " + wire.maxAnswers());
    }
    var requested = fields.flag("logprobs");
    if (fields.has("top_logprobs") && !requested) {
      throw wire.invalid("top_logprobs", "'top_logprobs' is only allowed with 'logprobs'");
    }
    return new AnswerOptions(
        stops,
        answers,
        requested ? OptionalInt.of(body.path("top_logprobs").asInt(0)) : OptionalInt.empty(),
        Optional.of(body.path("service_tier").asText("")).filter(wire::hasTier));
  }

  private String format() throws ProviderRefusal {
    var type = body.path("response_format").path("type").asText("text");
    if (!FORMATS.contains(type)) {
      throw wire.invalid("response_format", "'response_format.type' is unknown: " + type);
    }
    return type;
  }

  private JsonNode schema(ModelRow model) throws ProviderRefusal {
    var named = body.path("response_format").path("json_schema");
    if (!named.path("name").asText("").matches("[A-Za-z0-9_-]{1,64}")) {
      throw wire.invalid(
          "response_format", "'json_schema.name' must be 1 to 64 of A-Z a-z 0-9 _ -");
    }
    if (!named.path("schema").isObject()) {
      throw wire.invalid("response_format", "'json_schema.schema' must be an object");
    }
    wire.checkSchema(named.path("schema"), named.path("strict").asBoolean(false), model);
    return named.path("schema");
  }

  private OptionalInt askedBudget() throws ProviderRefusal {
    var newer = fields.positive("max_completion_tokens");
    return newer.isPresent() ? newer : fields.positive("max_tokens");
  }

  private int budget(ModelRow model) throws ProviderRefusal {
    var most = model.maxOutputTokens() > 0 ? model.maxOutputTokens() : Integer.MAX_VALUE;
    var asked = askedBudget();
    if (asked.isPresent() && asked.getAsInt() > most) {
      throw wire.invalid(
          fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens",
          "the model writes at most " + most + " tokens, asked for " + asked.getAsInt());
    }
    return asked.orElse(Math.min(DEFAULT_OUTPUT, most));
  }
}
