package dev.ziggurat.webhooks;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes old deliveries, and ends those whose last try has no result because its process died. At
 * most once a minute.
 */
@Singleton
class DeliveryRetention {

  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MAX_ROWS = 5_000;

  private final Database database;
  private final WebhooksConfig config;
  private final InstantSource time;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

  DeliveryRetention(Database database, WebhooksConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** Does what is due. */
  void run() {
    var now = time.instant();
    var before = last.get();
    if (before.isAfter(now.minus(PAUSE)) || !last.compareAndSet(before, now)) {
      return;
    }
    database.update(
        """
        delete from webhook_delivery where id in (
          select id from webhook_delivery where created_at < :due order by created_at limit :most)
        """,
        parameters -> {
          parameters.setInstant("due", now.minus(config.keepDeliveries()));
          parameters.setInt("most", MAX_ROWS);
        });
    database.update(
        """
        update webhook_delivery set state = 'dead', next_try_at = null, leased_until = null,
          last_error = 'the process ended before the answer came'
        where state = 'pending' and tries >= :mostTries and leased_until < clock_timestamp()
        """,
        parameters -> parameters.setInt("mostTries", RetrySchedule.TRIES));
  }
}
