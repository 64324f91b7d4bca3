package dev.ziggurat.packaged;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** The game whose ticks are measured, and how a process that plays it is set up. */
final class BenchmarkGame {

  private BenchmarkGame() {}

  /**
   * Settings of a process whose agents ask another one that simulates a provider.
   *
   * @param width how many are asked at once
   */
  static Map<String, String> settings(PackagedProcess provider, int width) {
    var atOnce = Integer.toString(Math.max(width, 256));
    return Map.of(
        "ziggurat.access.cron-secret",
        PackagedProcess.CRON_SECRET,
        "ziggurat.provider.wandb.api-key",
        "simulated",
        "ziggurat.provider.wandb.api-base",
        provider.address() + "/simulator/wandb/v1",
        // Nothing else is tuned: what a provider is asked at once doubles with every wave of
        // answers, so the warm-up sees the limit reach the width.
        "ziggurat.chain.concurrency.most",
        atOnce,
        "quarkus.rest-client.connection-pool-size",
        atOnce,
        // Earlier builds keep connections longer than the simulator, and lose calls.
        "quarkus.rest-client.connection-ttl",
        "3000",
        "ziggurat.tick.width",
        Integer.toString(width),
        "ziggurat.tick.budget",
        "15m",
        // A machine that does other things is slow, not wrong.
        "ziggurat.chain.provider-limit",
        "2m");
  }

  /** Founds an empty city: the first tick pays its inhabitants and opens its markets. */
  static void found(Installation installation, String game, int inhabitants)
      throws SQLException, IOException {
    installation.execute(
        """
        insert into game (id, name, world, seed, period_millis)
        values ('%s', 'Benchmark', 'babylon', 7, 60000)
        """
            .formatted(game));
    installation.execute(
        """
        insert into agent (game_id, handle, persona)
        select '%s', 'agent-' || lpad(number::text, 6, '0'),
          'You are number ' || number || ' of a thousand traders of Babylon, and in no hurry.'
        from generate_series(1, %d) as number
        """
            .formatted(game, inhabitants));
  }
}
