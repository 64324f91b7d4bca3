package dev.ziggurat.webhooks;

import java.util.UUID;

/**
 * A delivery that this process may send now, and no other does.
 *
 * @param body the event as JSON
 * @param tries with this one
 */
record Claim(UUID id, UUID webhook, WebhookTerms terms, String event, String body, int tries) {}
