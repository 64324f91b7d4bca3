package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.world.SingleLine;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Says what it means that a world does not answer, or answers with an error. */
@Singleton
class WorldErrors {

  private static final int UNPROCESSABLE = 422;
  private static final int DETAIL_CHARACTERS = 500;

  private final ObjectMapper json;

  WorldErrors(ObjectMapper json) {
    this.json = json;
  }

  /**
   * There is no answer.
   *
   * @param sentBefore whether an earlier try may have been received
   */
  WorldUnavailable unanswered(OutgoingFailure failed, WorldRequest<?> request, boolean sentBefore) {
    var what = "the world at " + request.address().url();
    return new WorldUnavailable(
        switch (failed.kind()) {
          case NOT_SECURE -> what + " has no https address (ziggurat.http-world.private-addresses)";
          case NOT_PUBLIC ->
              what + " is at an address that is not public (ziggurat.http-world.private-addresses)";
          case UNREACHABLE -> what + " cannot be reached";
          case CLOSED -> what + " closed the connection before it answered " + request.operation();
          case LATE ->
              "%s did not answer %s within %d ms"
                  .formatted(what, request.operation(), request.limit().toMillis());
          case TOO_LONG ->
              "the world's answer to %s is longer than ziggurat.http-world.largest-answer"
                  .formatted(request.operation());
          case INTERRUPTED -> "the call to the world was cancelled";
        },
        switch (failed.kind()) {
          case NOT_SECURE, NOT_PUBLIC, UNREACHABLE -> !sentBefore;
          case CLOSED, LATE, TOO_LONG, INTERRUPTED -> false;
        });
  }

  /** What a status other than 200 says; its body may be a problem document. */
  RuntimeException refused(WorldRequest<?> request, int status, byte[] body) {
    var problem = problem(body);
    var detail = SingleLine.of(problem.path("detail").asText(""), DETAIL_CHARACTERS);
    var said = detail.isEmpty() ? "" : ": " + detail;
    var code = problem.path("code").asText("");
    if (status == UNPROCESSABLE && request.operation().equals(WorldRequest.FOUND)) {
      return new WorldRefusal(
          SingleLine.of(problem.path("field").asText(""), 100),
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
