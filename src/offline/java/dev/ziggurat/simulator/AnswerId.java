package dev.ziggurat.simulator;

import java.time.Instant;

/**
 * What makes one answer differ from all others.
 *
 * @param id hexadecimal digits, unique under one seed
 * @param tokensPerMinute the limit to announce
 */
record AnswerId(String id, Instant now, long latencyMillis, long tokensPerMinute) {}
