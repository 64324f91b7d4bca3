package dev.ziggurat.http;

import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Adds the members of {@link AdminProblemFilter} to the refusals of bodies. */
@Singleton
class AdminBodyRefusal implements BodyRefusal {

  @Override
  public String pathPrefix() {
    return AdminProblemFilter.PLACE;
  }

  @Override
  public String contentType() {
    return EarlyRefusal.PROBLEM;
  }

  @Override
  public JsonObject body(JsonObject problem, String id) {
    return problem
        .copy()
        .put(AdminProblemFilter.SUCCESS, false)
        .put(AdminProblemFilter.ERROR, problem.getString("detail"));
  }
}
