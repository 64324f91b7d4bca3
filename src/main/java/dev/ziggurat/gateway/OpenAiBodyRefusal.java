package dev.ziggurat.gateway;

import dev.ziggurat.http.BodyRefusal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

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
  public JsonObject body(JsonObject problem) {
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
