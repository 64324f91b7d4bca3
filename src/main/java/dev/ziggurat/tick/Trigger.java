package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;

/**
 * What asks for a tick.
 *
 * @param key what makes it unique in its game; the slot's text when the slot is all there is
 * @param slot the scheduled instant it stands for, to the microsecond
 * @param budget how long the tick may take
 */
public record Trigger(String game, String key, Instant slot, Duration budget) {}
