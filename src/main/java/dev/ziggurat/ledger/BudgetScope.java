package dev.ziggurat.ledger;

/** Whose spending a budget limits, and in which period. Days and months are those of UTC. */
public enum BudgetScope {
  /** All calls of a game, in a day. */
  GAME_DAY("game-day", "the game's budget of the day", true, "budget.day of the game"),
  /** All calls of a game, in a month. */
  GAME_MONTH("game-month", "the game's budget of the month", true, "budget.month of the game"),
  /** All calls of one tick of a game. */
  TICK("tick", "the tick's budget", true, "budget.tick of the game"),
  /** All calls of one agent, in a day. */
  AGENT_DAY("agent-day", "the agent's budget of the day", true, "budget.agentDay of the game"),
  /** All reflections of a game, in a day. */
  REFLECTION_DAY(
      "reflection-day",
      "the game's budget of the day for reflections",
      true,
      "memory.reflection.dollarsPerDay of the game"),
  /** All calls to a provider, in a day. */
  PROVIDER_DAY(
      "provider-day",
      "the provider's budget of the day",
      false,
      "budget.day of the provider on the page AI Models"),
  /** All calls to a provider, in a month. */
  PROVIDER_MONTH(
      "provider-month",
      "the provider's budget of the month",
      false,
      "budget.month of the provider on the page AI Models"),
  /** All calls with a key, in a day. */
  KEY_DAY("key-day", "the key's budget of the day", false, "dollarsPerDay of the key"),
  /** All calls with a key, in a month. */
  KEY_MONTH("key-month", "the key's budget of the month", false, "dollarsPerMonth of the key");

  private final String id;
  private final String words;
  private final boolean ofGame;
  private final String setting;

  BudgetScope(String id, String words, boolean ofGame, String setting) {
    this.id = id;
    this.words = words;
    this.ofGame = ofGame;
    this.setting = setting;
  }

  /** The name in JSON and metrics, such as {@code game-day}. */
  public String id() {
    return id;
  }

  /** The name in a sentence, such as {@code the game's budget of the day}. */
  public String words() {
    return words;
  }

  /** Whether another provider cannot help, because the budget limits the game, not a provider. */
  public boolean isOfGame() {
    return ofGame;
  }

  /** Whether it limits calls to a provider. */
  public boolean isOfProvider() {
    return this == PROVIDER_DAY || this == PROVIDER_MONTH;
  }

  /** Where its limit is set. */
  public String setting() {
    return setting;
  }
}
