package dev.ziggurat.memory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An entry as exports have it, without what belongs to one installation only.
 *
 * @param kind {@code turn}, {@code reflection} or {@code note}
 */
@RegisterForReflection
public record PortableMemory(long tick, String kind, String text, int importance) {}
