package dev.ziggurat.webhooks;

import dev.ziggurat.db.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A webhook, to look at.
 *
 * @param url its address; null if that is a secret
 * @param urlVariable the environment variable that holds its address; null if it is stored
 * @param events what it is told, such as {@code tick.failed}
 * @param games of which games; null for all
 * @param format {@code json} or {@code slack}
 * @param secretVariable the environment variable that holds its key; null for no signature
 * @param fault what keeps this process from sending to it now; null if nothing does
 * @param pending how many deliveries are to be tried
 * @param dead how many were given up
 * @param lastTryAt when the newest delivery that was sent was sent last
 * @param lastState the state of that delivery: pending, delivered or dead
 * @param lastError why its last try failed; null if it did not
 * @param version raised by every edit
 */
@Schema(name = "Webhook")
public record WebhookView(
    UUID id,
    Optional<String> url,
    Optional<String> urlVariable,
    List<String> events,
    Optional<List<String>> games,
    String format,
    Optional<String> secretVariable,
    boolean enabled,
    Instant createdAt,
    String createdBy,
    Optional<String> fault,
    long pending,
    long dead,
    Optional<Instant> lastTryAt,
    Optional<String> lastState,
    Optional<String> lastError,
    long version)
    implements Versioned {

  static WebhookView of(Webhook webhook, DeliverySummary summary, Optional<String> fault) {
    var terms = webhook.terms();
    return new WebhookView(
        webhook.id(),
        terms.url(),
        terms.urlVariable(),
        terms.eventIds(),
        terms.games(),
        terms.format().id(),
        terms.secretVariable(),
        terms.enabled(),
        webhook.createdAt(),
        webhook.createdBy(),
        fault,
        summary.pending(),
        summary.dead(),
        summary.lastTryAt(),
        summary.lastState().map(DeliveryState::id),
        summary.lastError(),
        webhook.version());
  }

  /** How people name it: its address, or where that is. */
  public String label() {
    return url.or(() -> urlVariable).orElseThrow();
  }
}
