package dev.ziggurat.gateway.messages;

import dev.ziggurat.http.BodyRefusal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Refuses a body in Anthropic's form; {@link MessagesErrorFormat} is not asked that early. */
@Singleton
class MessagesBodyRefusal implements BodyRefusal {

  @Override
  public String pathPrefix() {
    return MessagesErrorFormat.PATH;
  }

  @Override
  public String contentType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public List<String> idHeaders() {
    return List.of(RequestIdFilter.OURS, RequestIdFilter.THEIRS);
  }

  @Override
  public JsonObject body(JsonObject problem, String id) {
    return new JsonObject()
        .put("type", "error")
        .put(
            "error",
            new JsonObject()
                .put("type", ErrorTypes.of(problem.getInteger("status")))
                .put("message", problem.getString("detail")))
        .put("request_id", id);
  }
}
