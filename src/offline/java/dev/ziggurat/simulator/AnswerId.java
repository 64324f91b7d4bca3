package dev.ziggurat.simulator;

import java.time.Instant;

/**
 * The identity of an answer.
 *
 * @param id hexadecimal digits, unique under one seed
 * @param tokensPerMinute the rate limit to announce
 */
record AnswerId(String id, Instant now, long latencyMillis, long tokensPerMinute) {}
