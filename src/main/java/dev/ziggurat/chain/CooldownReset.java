package dev.ziggurat.chain;

import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Ends cooldowns in all instances and closes circuit breakers in this one, after an operator has
 * fixed the cause or a test succeeded. A provider that still fails starts a new cooldown with its
 * next failure.
 */
@Singleton
public class CooldownReset {

  private final Database database;
  private final Cooldowns cooldowns;
  private final Settings settings;
  private final Breakers breakers;

  CooldownReset(Database database, Cooldowns cooldowns, Settings settings, Breakers breakers) {
    this.database = database;
    this.cooldowns = cooldowns;
    this.settings = settings;
    this.breakers = breakers;
  }

  /**
   * Makes a provider that just answered available again, with the model that answered. Ends nothing
   * of its other models.
   */
  void afterAnswer(Provider provider, String model) {
    cooldowns.endAfterAnswer(provider, model);
    breakers.close(provider);
  }

  /**
   * Makes providers available again: in this process with the next call, in other instances when
   * they next read the cooldowns.
   *
   * @param provider the provider to reset; empty for all
   * @param inTransaction runs in the same transaction, with the number of shared cooldowns that end
   */
  public void reset(Optional<Provider> provider, IntConsumer inTransaction) {
    database.inTransaction(
        () -> {
          inTransaction.accept(cooldowns.end(provider));
          return null;
        });
    cooldowns.forget(provider);
    provider.map(List::of).orElseGet(() -> settings.providers().inOrder()).forEach(breakers::close);
  }
}
