package dev.ziggurat.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that webhooks are told.
 *
 * @param key what happened: one webhook is told it once, whoever notices it
 * @param game the game it belongs to; empty if it belongs to none
 * @param text in words, for people
 * @param path of a page of the console that shows more; empty if there is none
 * @param data for programs; never a secret
 */
record WebhookEvent(
    WebhookEventType type,
    String key,
    Instant at,
    Optional<String> game,
    String text,
    Optional<String> path,
    ObjectNode data) {}
