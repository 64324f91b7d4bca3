package dev.ziggurat.webhooks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A delivery to a webhook.
 *
 * @param id sent as {@code webhook-id}, the same with every try
 * @param event what is told, such as {@code tick.failed}
 * @param createdAt when it happened
 * @param tries how often it was sent
 * @param lastStatus the HTTP status of the last answer; null if there was none
 * @param lastError why the last try failed; null if it did not
 * @param nextTryAt from when on it is sent again; null unless it is pending
 */
@Schema(name = "WebhookDelivery")
public record DeliveryView(
    UUID id,
    String event,
    Optional<String> game,
    Instant createdAt,
    @Schema(implementation = String.class) DeliveryState state,
    int tries,
    Optional<Instant> lastTryAt,
    Optional<Integer> lastStatus,
    Optional<String> lastError,
    Optional<Instant> nextTryAt) {}
