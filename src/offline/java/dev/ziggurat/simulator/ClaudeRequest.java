package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Parses a Messages request and validates it against its model's rules. */
final class ClaudeRequest {

  private static final Set<String> ROLES = Set.of("user", "assistant", "system");
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");
  private static final Set<String> THINKING = Set.of("adaptive", "between_tools");

  private final JsonNode body;
  private final ProviderSheet sheet;
  private final RequestFields fields;

  ClaudeRequest(JsonNode body, ProviderSheet sheet) {
    this.body = body;
    this.sheet = sheet;
    this.fields = new RequestFields(body, ClaudeRequest::invalid);
  }

  static ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(400, "invalid")
        .with("param", field)
        .with("message", field + ": " + message);
  }

  Ask ask() throws ProviderRefusal {
    if (!body.isObject()) {
      throw invalid("body", "Input should be an object");
    }
    var name = fields.text("model");
    var model =
        sheet.model(name).orElseThrow(() -> new ProviderRefusal(404, "model").with("model", name));
    checkModelRules(model);
    new ClaudeBlocks(fields).check();
    var ask =
        new Ask(
            model,
            messages(),
            budget(model),
            model.reasons() && !"disabled".equals(body.at("/thinking/type").asText()),
            fields.flag("stream"),
            true,
            schema(),
            asksForJson(),
            new ClaudeTools(fields).toolbox(),
            new AnswerOptions(stops(), 1, OptionalInt.empty(), Optional.empty()),
            body.has("cache_control") || marked(body.path("system")));
    if (ask.inputTokens() > model.contextTokens()) {
      throw new ProviderRefusal(400, "context")
          .with("asked", ask.inputTokens())
          .with("limit", model.contextTokens());
    }
    return ask;
  }

  private List<ChatMessage> messages() throws ProviderRefusal {
    var spoken = fields.messages(ROLES);
    if (spoken.getFirst().role() != ChatMessage.Role.USER) {
      throw invalid("messages", "first message must use the \"user\" role");
    }
    if (spoken.getLast().role() != ChatMessage.Role.USER) {
      throw invalid(
          "messages",
          "This model does not support assistant message prefill. The conversation must end with a user message.");
    }
    var messages = new ArrayList<ChatMessage>();
    if (fields.has("system")) {
      messages.add(ChatMessage.system(fields.content(body.path("system"))));
    }
    messages.addAll(spoken);
    return messages;
  }

  private List<String> stops() throws ProviderRefusal {
    var stops = fields.texts("stop_sequences");
    if (stops.stream().anyMatch(String::isBlank)) {
      throw invalid("stop_sequences", "each stop sequence must contain non-whitespace");
    }
    return stops;
  }

  private int budget(ModelRow model) throws ProviderRefusal {
    var budget =
        fields.positive("max_tokens").orElseThrow(() -> invalid("max_tokens", "Field required"));
    if (budget > model.maxOutputTokens()) {
      throw invalid(
          "max_tokens", budget + " > " + model.maxOutputTokens() + ", the most this model writes");
    }
    return budget;
  }

  private void checkModelRules(ModelRow model) throws ProviderRefusal {
    fields.within("temperature", 0, 1);
    if (model.refuses().contains("temperature")) {
      for (var field : List.of("temperature", "top_p")) {
        if (fields.isOther(field, 1)) {
          throw invalid(field, "only the default value is supported by this model");
        }
      }
      if (fields.has("top_k")) {
        throw invalid("top_k", "not supported by this model");
      }
    }
    var thinking = body.at("/thinking/type").asText("adaptive");
    if (model.refuses().contains("thinking") && !THINKING.contains(thinking)) {
      throw invalid("thinking.type", "\"" + thinking + "\" is not supported by this model");
    }
    var choice = body.at("/tool_choice/type").asText("auto");
    if (model.refuses().contains("tool_choice") && Set.of("any", "tool").contains(choice)) {
      throw invalid("tool_choice", "forced tool use is not supported by this model");
    }
    var effort = body.at("/output_config/effort").asText("high");
    if (!EFFORTS.contains(effort)) {
      throw invalid(
          "output_config.effort", "Input should be one of " + EFFORTS.stream().sorted().toList());
    }
  }

  private Optional<JsonNode> schema() throws ProviderRefusal {
    var format = body.at("/output_config/format");
    if (format.isMissingNode() || format.isNull()) {
      return Optional.empty();
    }
    if (!"json_schema".equals(format.path("type").asText())) {
      throw invalid("output_config.format.type", "Input should be 'json_schema'");
    }
    var fault =
        StrictSchema.fault(format.path("schema"), false)
            .or(() -> StrictSchema.limit(format.path("schema")));
    if (fault.isPresent()) {
      throw invalid("output_config.format.schema", fault.get());
    }
    return Optional.of(format.path("schema"));
  }

  /** Claude has no {@code json_object}; it follows an instruction. */
  private boolean asksForJson() {
    return body.path("system").toString().contains("Answer with one JSON object");
  }

  private static boolean marked(JsonNode blocks) {
    for (var block : blocks) {
      if (block.has("cache_control")) {
        return true;
      }
    }
    return false;
  }
}
