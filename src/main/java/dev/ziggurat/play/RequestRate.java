package dev.ziggurat.play;

import dev.ziggurat.access.Player;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Limits how many requests a player makes a minute, for the most recent players of a process. */
@Singleton
class RequestRate {

  private static final int PLAYERS = 10_000;

  private record Minute(Instant begin, int requests) {}

  private final int perMinute;
  private final InstantSource time;
  private final Map<Player, Minute> minutes =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Player, Minute> eldest) {
          return size() > PLAYERS;
        }
      };

  RequestRate(PlayConfig config, InstantSource time) {
    this.perMinute = config.requestsPerMinute();
    this.time = time;
  }

  /**
   * Counts a request.
   *
   * @throws HttpProblem 429 if the player has made too many in this minute
   */
  void count(Player player) {
    var now = time.instant();
    var begin = now.truncatedTo(ChronoUnit.MINUTES);
    synchronized (minutes) {
      var minute =
          minutes.merge(
              player,
              new Minute(begin, 1),
              (before, first) ->
                  before.begin().equals(begin)
                      ? new Minute(begin, Math.min(before.requests(), perMinute) + 1)
                      : first);
      if (minute.requests() <= perMinute) {
        return;
      }
    }
    var left = Duration.between(now, begin.plus(1, ChronoUnit.MINUTES)).plusMillis(999).toSeconds();
    throw HttpProblem.builder()
        .withStatus(Response.Status.TOO_MANY_REQUESTS)
        .withTitle(Response.Status.TOO_MANY_REQUESTS.getReasonPhrase())
        .withDetail(
            "A player may make %d requests a minute (ziggurat.play.requests-per-minute): try again in %d seconds."
                .formatted(perMinute, left))
        .withHeader(HttpHeaders.RETRY_AFTER, left)
        .build();
  }
}
