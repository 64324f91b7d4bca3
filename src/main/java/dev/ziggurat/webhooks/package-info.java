/**
 * Webhooks: who is told what happens, the outbox of what is to be delivered, and its delivery by
 * signed requests, tried again with growing pauses.
 */
package dev.ziggurat.webhooks;
