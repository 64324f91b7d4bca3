package dev.ziggurat.tick;

import dev.ziggurat.chain.moderation.GuardrailModels;
import dev.ziggurat.chain.moderation.VerdictSources;
import dev.ziggurat.guardrails.GuardrailsConfig;
import jakarta.inject.Singleton;

/** Applies the guardrails of games to the prompts and answers of their agents. */
@Singleton
class GameGuardrails {

  private final Games games;
  private final GuardrailModels models;
  private final VerdictSources verdicts;
  private final GuardrailsConfig config;

  GameGuardrails(
      Games games, GuardrailModels models, VerdictSources verdicts, GuardrailsConfig config) {
    this.games = games;
    this.models = models;
    this.verdicts = verdicts;
    this.config = config;
  }

  /** The guardrails of a tick, as the game has them now. */
  TickGuardrails of(Tick tick) {
    return of(tick.game().id());
  }

  /** The guardrails that the game has now. */
  TickGuardrails of(String game) {
    var list = games.guardrails(game);
    return new TickGuardrails(list, models.allowed(list), verdicts, config.window());
  }
}
