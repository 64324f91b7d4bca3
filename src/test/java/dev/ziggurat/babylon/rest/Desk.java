package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An operator at work on one game. */
public record Desk(String game) {

  private String path(String rest) {
    return "/api/games/" + game + rest;
  }

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  public ValidatableResponse get(String rest) {
    return as("dev-viewer").get(path(rest)).then();
  }

  public ValidatableResponse post(String rest, String body) {
    return as("dev-admin").contentType(ContentType.JSON).body(body).post(path(rest)).then();
  }

  /** A body written with single quotes. */
  public ValidatableResponse intervene(String body) {
    return post("/interventions", body.replace('\'', '"'));
  }

  public ValidatableResponse replay() {
    return post("/replay", "{}");
  }

  /** A market that is opened for an hour; its id. */
  public String open() {
    return post("/markets", market("Will it rain?", "")).statusCode(200).extract().path("id");
  }

  public static String market(String question, String more) {
    return """
        {"question": "%s", "closesAt": "%s", "outcome": "yes"%s}"""
        .formatted(question, Instant.now().plus(1, ChronoUnit.HOURS), more);
  }
}
