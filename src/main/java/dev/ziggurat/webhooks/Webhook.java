package dev.ziggurat.webhooks;

import dev.ziggurat.db.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * A webhook.
 *
 * @param createdBy who created it, as named in the audit
 * @param version raised by every edit
 */
record Webhook(UUID id, WebhookTerms terms, Instant createdAt, String createdBy, long version)
    implements Versioned {}
