package dev.ziggurat.session;

import dev.ziggurat.access.SessionEndings;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ended sessions in the database. What it answered is kept for five seconds. */
@Singleton
class StoredSessionEndings implements SessionEndings {

  private static final Duration MAX_AGE = Duration.ofSeconds(5);
  private static final int MAX_OPEN = 10_000;

  private final Database database;
  private final InstantSource time;

  /** The sessions last seen open, and when. */
  private final Map<String, Instant> open =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_OPEN;
        }
      };

  StoredSessionEndings(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  @Override
  public void end(String session, Instant until) {
    database.update(
        """
        with expired as (delete from ended_session where until < :now)
        insert into ended_session (id, until) values (:id, :until) on conflict (id) do nothing
        """,
        parameters -> {
          parameters.setInstant("now", time.instant());
          parameters.setString("id", session);
          parameters.setInstant("until", until);
        });
    synchronized (open) {
      open.remove(session);
    }
  }

  @Override
  public boolean isEnded(String session) {
    var now = time.instant();
    synchronized (open) {
      var seen = open.get(session);
      if (seen != null && now.isBefore(seen.plus(MAX_AGE))) {
        return false;
      }
    }
    var ended =
        database
            .first(
                "select 1 from ended_session where id = :id",
                parameters -> parameters.setString("id", session),
                row -> true)
            .isPresent();
    if (!ended) {
      synchronized (open) {
        open.put(session, now);
      }
    }
    return ended;
  }
}
