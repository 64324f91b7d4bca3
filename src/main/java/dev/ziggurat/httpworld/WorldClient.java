package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Asks worlds on behalf of games: sends, reads, checks, and lists every call. */
@Singleton
class WorldClient {

  private static final int OK = 200;
  private static final int FIRST_ERROR = 300;
  private static final int DETAIL_CHARACTERS = 500;

  private final WorldConnection connection;
  private final WorldCalls calls;
  private final InstantSource time;
  private final ObjectMapper json;

  WorldClient(WorldConnection connection, WorldCalls calls, InstantSource time, ObjectMapper json) {
    this.connection = connection;
    this.calls = calls;
    this.time = time;
    this.json = json;
  }

  /** What is known of a call so far. */
  private static final class Progress {
    private long sent;
    private long received;
    private int status;
  }

  /**
   * Asks; blocks.
   *
   * @throws WorldUnavailable if there is no answer, or it is not as the contract says
   * @throws WorldRefusal if the world refused it with a 4xx that means something
   */
  <T> T ask(WorldRequest<T> request) {
    var started = time.instant();
    var progress = new Progress();
    var cuts = new CutTexts();
    var outcome = "failed";
    var reason = Optional.of("the call was broken off");
    try {
      var answer = exchanged(request, progress);
      var result = request.reader().apply(AnswerField.of(answer), cuts);
      outcome = "ok";
      reason = cuts.summary();
      return result;
    } catch (WorldUnavailable | WorldRefusal failed) {
      reason = Optional.ofNullable(failed.getMessage());
      throw failed;
    } finally {
      calls.add(
          new WorldCall(
              UUID.randomUUID(),
              request.game(),
              request.tick(),
              request.operation(),
              started,
              Duration.between(started, time.instant()).toMillis(),
              progress.status,
              outcome,
              reason,
              progress.sent,
              progress.received));
    }
  }

  private JsonNode exchanged(WorldRequest<?> request, Progress progress) {
    var body = connection.packed(request.body(), request.gzip());
    progress.sent = body.bytes().length;
    var answer =
        connection.send(
            new WorldConnection.Envelope(
                request.address(), request.operation(), request.url(), body, request.limit()),
            WorldConnection.Signer.CORRECT);
    progress.status = answer.status();
    progress.received = answer.body().length;
    var read = connection.decompressed(answer);
    if (answer.status() < OK || answer.status() >= FIRST_ERROR) {
      throw error(request, answer.status(), read);
    }
    return connection.tree(read);
  }

  /** What a status other than 200 says; its body may be a problem document. */
  private RuntimeException error(WorldRequest<?> request, int status, byte[] body) {
    var problem = problem(body);
    var detail = WorldText.line(problem.path("detail").asText(""), DETAIL_CHARACTERS);
    var said = detail.isEmpty() ? "" : ": " + detail;
    var code = problem.path("code").asText("");
    if (status == 422) {
      return new WorldRefusal(
          WorldText.line(problem.path("field").asText(""), 100),
          detail.isEmpty() ? "was refused by the world" : detail);
    }
    var meaning =
        switch (status) {
          case 401 ->
              "the world refused the signature (is the key in %s the world's?)"
                  .formatted(request.address().keyVariable());
          case 404 -> "the world does not know this game or operation";
          case 409 ->
              switch (code) {
                case "stale_epoch" ->
                    "the world has seen a newer runner of this game (stale_epoch)";
                case "out_of_order" ->
                    "the world has already applied something later (out_of_order)";
                default -> "the world answered with status 409";
              };
          case 503 -> "the world is not ready; it says to try later";
          default -> "the world answered with status " + status;
        };
    return new WorldUnavailable(meaning + " [" + request.operation() + "]" + said);
  }

  private JsonNode problem(byte[] body) {
    try {
      var tree = json.readTree(body);
      return tree == null ? json.createObjectNode() : tree;
    } catch (IOException noProblem) {
      return json.createObjectNode();
    }
  }
}
