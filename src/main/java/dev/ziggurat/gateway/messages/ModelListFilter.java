package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayModelsResource.Model;
import dev.ziggurat.gateway.GatewayModelsResource.Models;
import dev.ziggurat.llm.Operation;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Writes {@code GET /v1/models} in Anthropic's form for callers that send the header {@code
 * anthropic-version}, as their SDKs do: the same models, all on one page unless they ask for less.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/models/list">List models</a>
 */
class ModelListFilter {

  @ServerResponseFilter
  void convert(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getHeaderString(MessagesErrorFormat.VERSION) == null) {
      return;
    }
    switch (response.getEntity()) {
      case Models models ->
          set(response, page(chatting(models), request.getUriInfo().getQueryParameters()));
      case Model model -> set(response, model(model));
      case null, default -> {
        // Something else.
      }
    }
  }

  /** Anthropic has no embeddings. */
  private static List<Model> chatting(Models models) {
    return models.data().stream()
        .filter(
            model ->
                model.capabilities() == null || model.capabilities().contains(Operation.CHAT.id()))
        .toList();
  }

  private static void set(ContainerResponseContext response, JsonNode entity) {
    response.setEntity(entity, response.getEntityAnnotations(), MediaType.APPLICATION_JSON_TYPE);
  }

  private static JsonNode page(List<Model> models, MultivaluedMap<String, String> query) {
    var first = position(models, query.getFirst("after_id")).map(at -> at + 1).orElse(0);
    var end = position(models, query.getFirst("before_id")).orElse(models.size());
    var most = limit(query.getFirst("limit")).orElse(models.size());
    if (query.containsKey("before_id")) {
      first = Math.max(first, end - most);
    }
    var page =
        models.subList(
            Math.min(first, end), (int) Math.min((long) Math.min(first, end) + most, end));
    var written = MessageShape.typed("list");
    written.remove("type");
    var data = written.putArray("data");
    page.forEach(model -> data.add(model(model)));
    return written
        .put("has_more", query.containsKey("before_id") ? first > 0 : first + page.size() < end)
        .put("first_id", page.isEmpty() ? null : page.getFirst().id())
        .put("last_id", page.isEmpty() ? null : page.getLast().id());
  }

  private static Optional<Integer> position(List<Model> models, String id) {
    for (var position = 0; position < models.size(); position++) {
      if (models.get(position).id().equals(id)) {
        return Optional.of(position);
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> limit(String text) {
    return Optional.ofNullable(text)
        .filter(number -> number.matches("[1-9]\\d{0,3}"))
        .map(Integer::valueOf);
  }

  private static ObjectNode model(Model model) {
    return MessageShape.typed("model")
        .put("id", model.id())
        .put("display_name", model.id())
        .put("created_at", Instant.ofEpochSecond(model.created()).toString())
        .put("max_input_tokens", model.contextWindow())
        .put("max_tokens", model.maxOutputTokens());
  }
}
