package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;

import dev.ziggurat.Arena;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A game that is founded with settings, ticked by a schedule of one second without waiting. */
final class ThemedGame {

  final String id = "g-" + UUID.randomUUID().toString().substring(0, 8);
  final Desk desk = new Desk(id);
  private final Arena arena;

  /** Ahead of the clock, because an intervention is never before it, and less than a minute. */
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(25);

  private int ticks;

  ThemedGame(Arena arena) {
    this.arena = arena;
  }

  /** Asks for the game; the settings are written with single quotes. */
  ValidatableResponse create(int agents, String settings) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            """
            {"id": "%s", "name": "Themed", "periodMillis": 1000, "seed": 7, "agents": %d,
             "worldSettings": %s}"""
                .formatted(id, agents, settings.replace('\'', '"')))
        .post("/api/games")
        .then();
  }

  static ThemedGame founded(Arena arena, int agents, String settings) {
    var game = new ThemedGame(arena);
    game.create(agents, settings).statusCode(201);
    return game;
  }

  /** The tick of the next second. */
  ValidatableResponse tick() {
    ticks++;
    return given()
        .header("Authorization", "Bearer dev-cron")
        .header("X-CloudScheduler-ScheduleTime", now().toString())
        .queryParam("game", id)
        .post("/api/cron/tick")
        .then()
        .statusCode(200);
  }

  /** The slot of the last tick. */
  Instant now() {
    return start.plusSeconds(ticks);
  }

  /** The news so far, newest first. */
  String news() {
    return String.join(
        "\n",
        arena.rows(
            "select body from babylon_news where game_id = ? order by tick desc, ordinal desc",
            id));
  }

  /** Opens a market that the next tick closes; more fields in single quotes. */
  String open(String question, String more) {
    return desk.post(
            "/markets",
            "{\"question\": \"%s\", \"closesAt\": \"%s\"%s}"
                .formatted(question, now().plusSeconds(1), more.replace('\'', '"')))
        .statusCode(200)
        .extract()
        .path("id");
  }
}
