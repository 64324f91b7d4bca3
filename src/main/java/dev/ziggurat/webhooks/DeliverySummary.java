package dev.ziggurat.webhooks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of the deliveries of a webhook.
 *
 * @param lastTryAt when the newest that was sent was sent last
 * @param lastState its state
 * @param lastError why its last try failed; empty if it did not
 */
record DeliverySummary(
    UUID webhook,
    long pending,
    long dead,
    Optional<Instant> lastTryAt,
    Optional<DeliveryState> lastState,
    Optional<String> lastError) {

  static DeliverySummary none(UUID webhook) {
    return new DeliverySummary(webhook, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
