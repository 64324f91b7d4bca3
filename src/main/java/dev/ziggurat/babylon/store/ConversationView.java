package dev.ziggurat.babylon.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation of agents.
 *
 * @param id of a group, such as {@code g12.3.0}; of a direct conversation the handles of both
 *     agents with a tilde between them
 * @param kind {@code direct} or {@code group}
 * @param name of a group
 * @param members who is in it now, by handle; a group without members has ended
 * @param openedWith the id of the action that opened it, also the cursor of the page after it
 * @param openedBy who founded the group or sent the first message
 * @param messages how many there have been
 * @param lastMessageAt empty before the first
 */
public record ConversationView(
    String id,
    String kind,
    Optional<String> name,
    List<String> members,
    String openedWith,
    long openedTick,
    Instant openedAt,
    String openedBy,
    int messages,
    Optional<Instant> lastMessageAt) {}
