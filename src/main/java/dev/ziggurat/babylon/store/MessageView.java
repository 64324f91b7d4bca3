package dev.ziggurat.babylon.store;

import java.time.Instant;

/**
 * A message of a conversation.
 *
 * @param id also the cursor of the page after it
 */
public record MessageView(String id, long tick, Instant at, String author, String text) {}
