package dev.ziggurat.gateway;

import dev.ziggurat.http.BodyRefusal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Refuses a body in OpenAI's format; {@link OpenAiErrorFilter} is not asked that early. */
@Singleton
class OpenAiBodyRefusal implements BodyRefusal {

  @Override
  public String pathPrefix() {
    return "/v1/";
  }

  @Override
  public String contentType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public List<String> idHeaders() {
    return List.of(GatewayCall.REQUEST);
  }

  @Override
  public JsonObject body(JsonObject problem, String id) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", problem.getString("detail"))
                .put("type", "invalid_request_error")
                .putNull("param")
                .putNull("code"));
  }
}
