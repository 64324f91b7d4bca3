package dev.ziggurat.tick;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.memory.BriefingEmbeddings;
import dev.ziggurat.memory.EmbeddingTerms;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.memory.Recall;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.memory.TurnLog;
import dev.ziggurat.memory.TurnLogs;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.world.AgentKind;
import dev.ziggurat.world.Score;
import dev.ziggurat.world.TurnResult;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What the turns of a tick take from the memories of their agents, and add to them. */
@Singleton
class TurnMemories {

  private final Games games;
  private final Recall recall;
  private final BriefingEmbeddings embeddings;
  private final TurnLogs logs;

  TurnMemories(Games games, Recall recall, BriefingEmbeddings embeddings, TurnLogs logs) {
    this.games = games;
    this.recall = recall;
    this.embeddings = embeddings;
    this.logs = logs;
  }

  /** What prompts of a tick show of memories. */
  interface Shown {

    /** Nothing. */
    Shown NOTHING = shard -> Map.of();

    /** Of the agents of a shard, by handle; those that remember nothing are not in it. */
    Map<String, Recalled> of(List<Turn> shard);
  }

  /** What prompts of this tick show, as the game has it now. */
  Shown shown(Thinker.Session session) {
    var tick = session.tick();
    var memory = games.memory(tick.game().id());
    if (memory.isEmpty()) {
      return Shown.NOTHING;
    }
    var vectors =
        memory
            .get()
            .embeddingModel()
            .map(
                model ->
                    embeddings.of(
                        terms(
                            tick,
                            model,
                            session.settings(),
                            session.guardrails(),
                            session.budgets())));
    return shard -> {
      var briefings = briefings(session.world(), shard);
      return vectors
          .map(of -> recalled(session, memory.get(), briefings, of))
          .orElseGet(
              () -> recall.of(tick.game().id(), tick.number(), briefings, memory.get().tokens()));
    };
  }

  /** Under which terms texts of a game are embedded in this tick, or after it. */
  static EmbeddingTerms terms(
      Tick tick,
      String model,
      SettingsView settings,
      TickGuardrails guardrails,
      TickBudgets budgets) {
    return new EmbeddingTerms(
        tick.game().id(),
        tick.number(),
        model,
        settings,
        guardrails.allowed(),
        guardrails.needsVerdict()
            ? Optional.of("the guardrails of the game need a verdict about each prompt")
            : Optional.empty(),
        guardrails::embedded,
        budgets.ofAgents());
  }

  private static Map<String, String> briefings(World.State world, List<Turn> shard) {
    return shard.stream()
        .map(Turn::agent)
        .filter(agent -> !(agent.kind() instanceof AgentKind.Player))
        .collect(Collectors.toMap(agent -> agent.handle(), world::brief));
  }

  private Map<String, Recalled> recalled(
      Thinker.Session session,
      MemorySettings memory,
      Map<String, String> briefings,
      BriefingEmbeddings.OfTick of) {
    var game = session.tick().game().id();
    var tick = session.tick().number();
    var vectors = of.of(briefings, session.time().until());
    try {
      return recall.of(game, tick, briefings, vectors, memory.tokens());
    } catch (DatabaseException failed) {
      if (vectors.isEmpty()) {
        throw failed;
      }
      of.none("the database could not compare vectors: " + failed.getMessage());
      return recall.of(game, tick, briefings, memory.tokens());
    }
  }

  /**
   * Logs the turns that were applied, in the caller's transaction, before agents are updated.
   *
   * @param after the scores of their agents now, by handle
   */
  void log(Tick tick, List<TurnResult> results, Map<String, Score> after) {
    var game = tick.game().id();
    if (results.isEmpty() || games.memory(game).isEmpty()) {
      return;
    }
    var handles = results.stream().map(TurnResult::handle).toList();
    var before = logs.lastWorths(game, handles);
    logs.write(
        game,
        tick.number(),
        results.stream()
            .map(
                result ->
                    TurnLog.of(
                        result,
                        TurnLogs.of(before, result.handle()),
                        worth(Optional.ofNullable(after.get(result.handle())))))
            .toList());
  }

  private static OptionalLong worth(Optional<Score> score) {
    return score.map(each -> OptionalLong.of(each.worth())).orElseGet(OptionalLong::empty);
  }
}
