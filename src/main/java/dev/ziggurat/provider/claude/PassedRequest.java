package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.UpstreamModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a request that its caller wrote for Claude's own API: as it came, apart from the model and
 * an output token limit above the model's. A caller that asked for another model, which this one
 * answers for, did not know its rules: what it would refuse is then left out, as in a translation.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
final class PassedRequest {

  private static final String THINKING = "thinking";
  private static final Set<String> FORCED = Set.of("any", "tool");

  private PassedRequest() {}

  /** The body of {@code POST /v1/messages}. */
  static String write(ForwardedRequest request, UpstreamModel model) {
    var original = request.original(Api.MESSAGES).orElseThrow().body();
    var body = original.objectNode();
    body.setAll(original);
    body.put("model", model.id());
    body.put("max_tokens", model.outputBudget(request.maxOutputTokens()));
    if (!namesModel(original, model)) {
      adapt(body, model);
    }
    return body.toString();
  }

  /** What the model is known to refuse, as a message; empty if nothing. */
  static Optional<String> unsupportedReason(ForwardedRequest request, UpstreamModel model) {
    var body = request.original(Api.MESSAGES).orElseThrow().body();
    var messages = body.path("messages");
    return !namesModel(body, model)
            && isCurrent(model)
            && messages.path(messages.size() - 1).path("role").asText().equals("assistant")
        ? Optional.of("messages: the last message must not be from the assistant")
        : Optional.empty();
  }

  /** With or without a prefix of the provider. */
  private static boolean namesModel(JsonNode body, UpstreamModel model) {
    var name = body.path("model").asText().strip();
    return name.equals(model.id()) || name.endsWith('/' + model.id());
  }

  /** Current models take no sampling parameters, cannot be forced, and always may think. */
  private static boolean isCurrent(UpstreamModel model) {
    return !model.can(Capability.TEMPERATURE);
  }

  private static void adapt(ObjectNode body, UpstreamModel model) {
    if (!model.can(Capability.REASONING)) {
      body.remove(THINKING);
    }
    if (!isCurrent(model)) {
      return;
    }
    body.remove(List.of("temperature", "top_p", "top_k"));
    if (body.path("tool_choice") instanceof ObjectNode choice
        && FORCED.contains(choice.path("type").asText())) {
      var free = choice.deepCopy().put("type", "auto");
      free.remove("name");
      body.set("tool_choice", free);
    }
    switch (body.at("/thinking/type").asText()) {
      case "enabled" -> body.putObject(THINKING).put("type", "adaptive");
      case "disabled" -> body.remove(THINKING);
      default -> {
        // Accepted.
      }
    }
  }
}
