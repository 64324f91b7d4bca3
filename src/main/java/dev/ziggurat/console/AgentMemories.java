package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.games.memories.MemoriesResource;
import dev.ziggurat.games.memories.ReflectionsResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads what agents remember, for their pages. */
@Singleton
class AgentMemories {

  private static final LimitParam ENTRIES = new LimitParam(20);
  private static final LimitParam REFLECTIONS = new LimitParam(5);

  private final MemoriesResource memories;
  private final ReflectionsResource reflections;

  AgentMemories(MemoriesResource memories, ReflectionsResource reflections) {
    this.memories = memories;
    this.reflections = reflections;
  }

  AgentMemory of(GameView game, String handle, Optional<String> kind, Optional<String> cursor) {
    return new AgentMemory(
        memories.list(game.id(), handle, kind, ENTRIES, cursor),
        cursor.isEmpty(),
        reflections.list(game.id(), handle, REFLECTIONS, Optional.empty()).items(),
        reflections.spending(game.id()).spentMicroUsd(),
        game.memory()
            .map(memory -> memory.path("reflection").path("dollarsPerDay"))
            .filter(JsonNode::isNumber)
            .map(limit -> limit.decimalValue().toPlainString()));
  }
}
