package dev.ziggurat.httpworld;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened in a game, in the words of its world.
 *
 * @param ordinal counts the events of its tick from 1
 * @param at the slot of its tick
 * @param agent whom it is about, if it is about one
 */
@RegisterForReflection
public record WorldEvent(long tick, int ordinal, Instant at, Optional<String> agent, String text) {}
