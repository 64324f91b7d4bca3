package dev.ziggurat.babylon.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An item of the feed.
 *
 * @param id also the cursor of the page after it
 * @param kind {@code post}, {@code comment} or {@code news}
 * @param author the handle; empty for news
 * @param on the post that a comment is on
 * @param about the market of the news
 */
public record FeedItem(
    String id,
    String kind,
    long tick,
    Instant at,
    Optional<String> author,
    Optional<String> on,
    String text,
    Optional<String> about) {}
