package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.Arena;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.settings.Settings;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cooldowns as two instances know them. */
@QuarkusTest
class CooldownsTest {

  private static final Duration CHECK_AFTER = Duration.ofSeconds(5);

  @Inject Arena arena;
  @Inject Database database;
  @Inject ChainConfig config;
  @Inject CircuitBreakerMaintenance breakers;
  @Inject Breakers all;
  @Inject Settings settings;

  private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private Cooldowns here;
  private Cooldowns there;

  @BeforeEach
  void begin() {
    arena.calm();
    here = new Cooldowns(database, config, () -> now);
    there = new Cooldowns(database, config, () -> now);
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private Cooldown cooldown(Provider provider, OutcomeClass outcome) {
    return new Cooldown(
        provider, Optional.empty(), now.plusSeconds(300), outcome, "because of a test", 1);
  }

  private static boolean cools(Cooldowns instance, Provider provider) {
    return instance.against(provider, "any", 1).isPresent();
  }

  private int amnesty(Optional<Provider> provider) {
    var ended = new AtomicInteger();
    new CooldownReset(database, here, settings, all).grant(provider, ended::set);
    return ended.get();
  }

  @Test
  void anAmnestyHoldsHereAtOnceAndWithinTheCheckForWhoeverBeganTheCooldown() {
    there.startEverywhere(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    assertThat(cools(there, Provider.WANDB)).as("at once for who began it").isTrue();
    assertThat(cools(here, Provider.WANDB)).isTrue();

    assertThat(amnesty(Optional.empty())).isEqualTo(1);
    assertThat(cools(here, Provider.WANDB)).isFalse();
    now = now.plus(CHECK_AFTER);
    assertThat(cools(there, Provider.WANDB)).isFalse();
    assertThat(cools(here, Provider.WANDB)).isFalse();
  }

  @Test
  void anAmnestyOfOneProviderLeavesTheOthersAlone() {
    here.startEverywhere(cooldown(Provider.WANDB, OutcomeClass.BILLING));
    here.startEverywhere(cooldown(Provider.GROQ, OutcomeClass.BILLING));
    here.startHere(cooldown(Provider.CLAUDE, OutcomeClass.CAPACITY));
    assertThat(amnesty(Optional.of(Provider.WANDB))).isEqualTo(1);
    assertThat(cools(here, Provider.WANDB)).isFalse();
    assertThat(cools(here, Provider.GROQ)).isTrue();
    assertThat(cools(here, Provider.CLAUDE)).isTrue();

    assertThat(amnesty(Optional.empty())).as("one was over, one only here").isEqualTo(1);
    assertThat(cools(here, Provider.GROQ)).isFalse();
    assertThat(cools(here, Provider.CLAUDE)).isFalse();
  }

  @Test
  void whatFailsAgainAfterAnAmnestyCoolsDownAgain() {
    here.startEverywhere(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    amnesty(Optional.empty());
    here.startEverywhere(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    assertThat(cools(here, Provider.WANDB)).isTrue();
    now = now.plus(CHECK_AFTER);
    assertThat(cools(there, Provider.WANDB)).isTrue();
  }

  @Test
  void breakersThatGuardedNothingYetAreNoObstacle() {
    for (var provider : Providers.builtIn().inOrder()) {
      assertThat(amnesty(Optional.of(provider))).isZero();
    }
  }

  @Test
  void aBreakerThatWasOpenIsClosedHere() {
    assertThat(breakers.currentState("wandb")).hasToString("CLOSED");
    arena.faults("{\"wandb\": {\"status\": 500}}");
    var game = arena.game(40, Duration.ofMinutes(5));
    arena.tick(game, "broken").statusCode(200);
    assertThat(breakers.currentState("wandb")).hasToString("OPEN");
    amnesty(Optional.of(Provider.GROQ));
    assertThat(breakers.currentState("wandb")).hasToString("OPEN");
    amnesty(Optional.of(Provider.WANDB));
    assertThat(breakers.currentState("wandb")).hasToString("CLOSED");
  }

  @Test
  void anAmnestyThatIsNotWrittenDownIsNone() {
    here.startEverywhere(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    var cooldownReset = new CooldownReset(database, here, settings, all);
    assertThatThrownBy(
            () ->
                cooldownReset.grant(
                    Optional.empty(),
                    _ -> {
                      throw new IllegalStateException("the audit is full");
                    }))
        .hasMessage("the audit is full");
    now = now.plus(CHECK_AFTER);
    assertThat(cools(here, Provider.WANDB)).isTrue();
  }
}
