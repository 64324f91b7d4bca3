package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Asks worlds on behalf of games: sends, reads, checks, and lists every call. */
@Singleton
class WorldClient {

  private static final int OK = 200;
  private static final int FIRST_ERROR = 300;

  private final WorldConnection connection;
  private final WorldCalls calls;
  private final WorldErrors errors;
  private final InstantSource time;

  WorldClient(
      WorldConnection connection, WorldCalls calls, WorldErrors errors, InstantSource time) {
    this.connection = connection;
    this.calls = calls;
    this.errors = errors;
    this.time = time;
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
   * @throws WorldRefusal if the world refused to found a game
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
            new WorldConnection.Envelope(request, body), WorldConnection.Signer.CORRECT);
    progress.status = answer.status();
    progress.received = answer.body().length;
    var read = connection.decompressed(answer);
    if (answer.status() < OK || answer.status() >= FIRST_ERROR) {
      throw errors.refused(request, answer.status(), read);
    }
    return connection.tree(read);
  }
}
