package dev.ziggurat.console;

import dev.ziggurat.http.Page;
import dev.ziggurat.memory.MemoryEntry;
import dev.ziggurat.memory.ReflectionStore.ReflectionView;
import java.util.List;
import java.util.Optional;

/**
 * What an agent remembers, for its page.
 *
 * @param newest whether the page of entries is the first
 * @param reflections the last ones, the newest first
 * @param spentMicroUsd what the reflections of the game cost today
 * @param limit the most that they may cost in a day, in US dollars
 */
public record AgentMemory(
    Page<MemoryEntry> entries,
    boolean newest,
    List<ReflectionView> reflections,
    long spentMicroUsd,
    Optional<String> limit) {}
