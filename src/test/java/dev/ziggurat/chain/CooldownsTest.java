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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cooldowns as seen by two instances that share a database. */
@QuarkusTest
class CooldownsTest {

  private static final Duration CHECK_AFTER = Duration.ofSeconds(5);

  @Inject Arena arena;
  @Inject Database database;
  @Inject ChainConfig config;
  @Inject CircuitBreakerMaintenance breakers;
  @Inject Breakers allBreakers;
  @Inject Settings settings;
  @Inject AdjustableTimeouts timeouts;

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
    return cooldown(provider, outcome, "one", Optional.empty());
  }

  private Cooldown cooldown(
      Provider provider, OutcomeClass outcome, String endpointId, Optional<String> model) {
    return new Cooldown(
        provider, endpointId, model, now.plusSeconds(300), outcome, "test failure", 1);
  }

  private static boolean coolsDown(Cooldowns instance, Provider provider) {
    return coolsDown(instance, provider, "one", "any");
  }

  private static boolean coolsDown(
      Cooldowns instance, Provider provider, String endpointId, String model) {
    return instance.active(provider, endpointId, model, 1).isPresent();
  }

  private int reset(Optional<Provider> provider) {
    var ended = new AtomicInteger();
    new CooldownReset(database, here, settings, allBreakers).reset(provider, ended::set);
    return ended.get();
  }

  @Test
  void aResetAppliesHereAtOnceAndInOtherInstancesAfterTheirNextRead() {
    there.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    assertThat(coolsDown(there, Provider.WANDB))
        .as("at once in the instance that started it")
        .isTrue();
    assertThat(coolsDown(here, Provider.WANDB)).isTrue();

    assertThat(reset(Optional.empty())).isEqualTo(1);
    assertThat(coolsDown(here, Provider.WANDB)).isFalse();
    now = now.plus(CHECK_AFTER);
    assertThat(coolsDown(there, Provider.WANDB)).isFalse();
    assertThat(coolsDown(here, Provider.WANDB)).isFalse();
  }

  /** After a restart, too: the database keeps the cooldown of the former address. */
  @Test
  void anotherAddressOrKeyEndsACooldown() {
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    here.startShared(cooldown(Provider.GROQ, OutcomeClass.MODEL, "one", Optional.of("a model")));
    for (var instance : List.of(here, there)) {
      assertThat(coolsDown(instance, Provider.WANDB)).isTrue();
      assertThat(coolsDown(instance, Provider.GROQ, "one", "a model")).isTrue();
      assertThat(coolsDown(instance, Provider.WANDB, "other", "any")).isFalse();
      assertThat(coolsDown(instance, Provider.GROQ, "other", "a model")).isFalse();
    }

    // The other address fails too: the cooldown of the first one does not hide it.
    there.startShared(
        new Cooldown(
            Provider.WANDB,
            "other",
            Optional.empty(),
            now.plusSeconds(60),
            OutcomeClass.AUTH,
            "test failure",
            1));
    now = now.plus(CHECK_AFTER);
    for (var instance : List.of(here, there)) {
      assertThat(coolsDown(instance, Provider.WANDB, "other", "any")).isTrue();
    }
  }

  @Test
  void anAnswerEndsTheCooldownsOfItsProviderAndItsModelOnly() {
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    here.startShared(cooldown(Provider.GROQ, OutcomeClass.AUTH));
    for (var model : List.of("answered", "other")) {
      here.startShared(cooldown(Provider.WANDB, OutcomeClass.MODEL, "one", Optional.of(model)));
    }
    here.startLocal(
        cooldown(Provider.WANDB, OutcomeClass.CAPACITY, "one", Optional.of("answered")));

    new CooldownReset(database, here, settings, allBreakers)
        .afterAnswer(Provider.WANDB, "answered");

    for (var instance : List.of(here, there)) {
      assertThat(coolsDown(instance, Provider.WANDB, "one", "answered")).isFalse();
      assertThat(coolsDown(instance, Provider.WANDB, "one", "other")).isTrue();
      assertThat(coolsDown(instance, Provider.GROQ)).isTrue();
    }
  }

  @Test
  void aResetOfOneProviderKeepsTheCooldownsOfOthers() {
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.BILLING));
    here.startShared(cooldown(Provider.GROQ, OutcomeClass.BILLING));
    here.startLocal(cooldown(Provider.CLAUDE, OutcomeClass.CAPACITY));
    assertThat(reset(Optional.of(Provider.WANDB))).isEqualTo(1);
    assertThat(coolsDown(here, Provider.WANDB)).isFalse();
    assertThat(coolsDown(here, Provider.GROQ)).isTrue();
    assertThat(coolsDown(here, Provider.CLAUDE)).isTrue();

    assertThat(reset(Optional.empty())).as("one had ended, one was local").isEqualTo(1);
    assertThat(coolsDown(here, Provider.GROQ)).isFalse();
    assertThat(coolsDown(here, Provider.CLAUDE)).isFalse();
  }

  @Test
  void aFailureAfterAResetStartsANewCooldown() {
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    reset(Optional.empty());
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    assertThat(coolsDown(here, Provider.WANDB)).isTrue();
    now = now.plus(CHECK_AFTER);
    assertThat(coolsDown(there, Provider.WANDB)).isTrue();
  }

  @Test
  void aResetWorksForBreakersThatWereNeverUsed() {
    for (var provider : Providers.builtIn().inOrder()) {
      assertThat(reset(Optional.of(provider))).isZero();
    }
  }

  @Test
  void aResetClosesAnOpenBreakerInThisProcess() {
    assertThat(breakers.currentState("wandb")).hasToString("CLOSED");
    arena.faults("{\"wandb\": {\"status\": 500}}");
    // Long timeouts, so that a busy machine does not end the tick before the breaker has opened.
    timeouts.answersWithin(Providers.builtIn().inOrder(), Duration.ofMinutes(1));
    var game = arena.game(40, Duration.ofMinutes(5));
    arena.tick(game, "broken").statusCode(200);
    assertThat(breakers.currentState("wandb")).hasToString("OPEN");
    reset(Optional.of(Provider.GROQ));
    assertThat(breakers.currentState("wandb")).hasToString("OPEN");
    reset(Optional.of(Provider.WANDB));
    assertThat(breakers.currentState("wandb")).hasToString("CLOSED");
  }

  @Test
  void aResetWhoseTransactionFailsHasNoEffect() {
    here.startShared(cooldown(Provider.WANDB, OutcomeClass.AUTH));
    var cooldownReset = new CooldownReset(database, here, settings, allBreakers);
    assertThatThrownBy(
            () ->
                cooldownReset.reset(
                    Optional.empty(),
                    _ -> {
                      throw new IllegalStateException("the audit is full");
                    }))
        .hasMessage("the audit is full");
    now = now.plus(CHECK_AFTER);
    assertThat(coolsDown(here, Provider.WANDB)).isTrue();
  }
}
