package dev.ziggurat.chain;

import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Ends at once what stands against asking a provider, for an operator who has mended it: cooldowns
 * in all instances, breakers in this one. What is still broken begins anew with its next failure.
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
   * Lets providers be asked again: here with the next call, elsewhere when the cooldowns are next
   * read there.
   *
   * @param provider the one; all when empty
   * @param alongside done in the same transaction, with how many shared cooldowns it ends
   */
  public void grant(Optional<Provider> provider, IntConsumer alongside) {
    database.inTransaction(
        () -> {
          alongside.accept(cooldowns.end(provider));
          return null;
        });
    cooldowns.forget(provider);
    provider.map(List::of).orElseGet(() -> settings.providers().inOrder()).forEach(breakers::close);
  }
}
