package dev.ziggurat.benchmark.scale;

/**
 * What is simulated: one tick of each game, all due at once.
 *
 * @param agents the agents of all games together, all due
 * @param games games of equal size, whose ticks are independent
 * @param shard turns in one message
 * @param workers who thinks
 * @param medianSeconds the median latency of a model's answer
 * @param spread the standard deviation of the latency's logarithm (latencies are log-normal)
 * @param answersPerSecond what the providers of the chain allow together
 * @param databaseCores cores of the database
 * @param databaseMicrosPerTurn CPU time of the database for one turn: plan, mark, journal, ledger,
 *     apply
 * @param applyMicrosPerTurn wall time in which one game's planner applies one turn, after all are
 *     thought
 */
record Setup(
    int agents,
    int games,
    int shard,
    Workers workers,
    double medianSeconds,
    double spread,
    double answersPerSecond,
    int databaseCores,
    double databaseMicrosPerTurn,
    double applyMicrosPerTurn) {

  Setup {
    if (agents < 1 || games < 1 || games > agents || shard < 1) {
      throw new IllegalArgumentException(
          "agents, games and shard are at least 1, and games at most agents");
    }
  }

  Setup with(Workers others) {
    return new Setup(
        agents,
        games,
        shard,
        others,
        medianSeconds,
        spread,
        answersPerSecond,
        databaseCores,
        databaseMicrosPerTurn,
        applyMicrosPerTurn);
  }
}
