package dev.ziggurat.babylon.resolver;

import java.time.Instant;
import java.util.Optional;

/**
 * A closed market whose outcome a resolver decides.
 *
 * @param asked how many times the resolver was asked
 * @param answer an answer that is not journaled yet
 */
record AwaitedMarket(
    String id,
    String topic,
    String question,
    Instant openedAt,
    Instant closesAt,
    int asked,
    Optional<ResolverAnswer> answer) {}
