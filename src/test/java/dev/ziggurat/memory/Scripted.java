package dev.ziggurat.memory;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** A game of two agents, one of whom follows a script until a model decides for it. */
final class Scripted {

  static final String HERO = "agent-0001";
  static final String HOLD = "{\"type\": \"hold\"}";

  private final Arena arena;
  private final String game;
  private int ticks;

  /** Begins a game with this memory. */
  Scripted(Arena arena, String memory) {
    this.arena = arena;
    this.game = arena.game(2);
    admin().body("{\"memory\": %s}".formatted(memory)).patch(api("")).then().statusCode(200);
    arena.change(
        "update agent set kind = 'player', answer_within_millis = 0 where game_id = ? and handle = ?",
        game,
        HERO);
  }

  static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  String game() {
    return game;
  }

  String api(String rest) {
    return "/api/games/" + game + rest;
  }

  ValidatableResponse get(String rest) {
    return admin().get(api(rest)).then().statusCode(200);
  }

  /** Plays a tick in which the scripted agent takes these actions: a JSON list without brackets. */
  Scripted play(String actions) {
    arena.change(
        """
        insert into player_decision (id, game_id, handle, decision, given_at)
        values (gen_random_uuid(), ?, ?, ?, now())""",
        game,
        HERO,
        "{\"actions\": [" + actions + "]}");
    return tick();
  }

  Scripted tick() {
    ticks++;
    arena
        .tick(game, "tick " + ticks)
        .statusCode(200)
        .body("ticks[0].tick", equalTo(ticks))
        .body("ticks[0].outcome", equalTo("completed"));
    return this;
  }

  /** From now on a model decides. */
  Scripted released() {
    arena.change(
        "update agent set kind = 'model', answer_within_millis = null where game_id = ? and handle = ?",
        game,
        HERO);
    return this;
  }

  /** The agent's own part of its prompt in this tick. */
  String prompt(int tick) {
    return arena
        .rows(
            "select briefing from turn where game_id = ? and tick = ? and handle = ?",
            game,
            tick,
            HERO)
        .getFirst();
  }

  /** An open market. */
  String market() {
    return arena
        .rows(
            "select id from babylon_market where game_id = ? and resolved_at is null order by closes_at desc, id limit 1",
            game)
        .getFirst();
  }
}
