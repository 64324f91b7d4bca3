package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which provider was first in a call's chain, and what the ledger is told of skips. */
class CallPathTest {

  private static Attempt at(Provider provider, OutcomeClass outcome) {
    return new Attempt(
        Caller.program("test", Optional.empty(), Map.of()),
        0,
        Instant.EPOCH,
        provider,
        "m",
        Optional.empty(),
        outcome,
        Optional.empty(),
        200,
        5,
        Optional.empty(),
        Spend.NOTHING,
        true,
        Optional.empty(),
        Route.DIRECT);
  }

  private static Attempt answered(CallPath path, Provider provider) {
    return path.asked(at(provider, OutcomeClass.OK));
  }

  @Test
  void theFirstThatIsAskedIsTheFirst() {
    var path = new CallPath(Optional.empty());
    path.asked(at(Provider.WANDB, OutcomeClass.RATE));
    assertThat(answered(path, Provider.WANDB).route()).isEqualTo(Route.DIRECT);
  }

  @Test
  void whoAnswersInsteadOfAFailedOneIsAFailOver() {
    var path = new CallPath(Optional.empty());
    path.asked(at(Provider.WANDB, OutcomeClass.RATE));
    path.asked(at(Provider.GROQ, OutcomeClass.RATE));
    var answer = answered(path, Provider.CLAUDE);
    assertThat(answer.failedOverFrom()).contains(Provider.WANDB);
    assertThat(answer.route().firstSkipped()).isFalse();
  }

  @Test
  void whoAnswersInsteadOfASkippedOneIsAFailOver() {
    var path = new CallPath(Optional.empty());
    path.skipped(Provider.WANDB, "its circuit breaker is open", true);
    path.asked(at(Provider.GROQ, OutcomeClass.RATE));
    var answer = answered(path, Provider.CLAUDE);
    assertThat(answer.failedOverFrom()).contains(Provider.WANDB);
    assertThat(answer.route().firstSkipped()).isTrue();
    assertThat(path.attempts().getFirst().failedOverFrom()).as("it did not answer").isEmpty();
  }

  @Test
  void whoCannotBeAskedByConfigurationIsNotFirst() {
    var path = new CallPath(Optional.empty());
    path.skipped(Provider.WANDB, "disabled by an admin", false);
    assertThat(answered(path, Provider.GROQ).failedOverFrom()).isEmpty();
  }

  @Test
  void aPreferredProviderIsFirst() {
    var preferred = new CallPath(Optional.of(Provider.GROQ));
    assertThat(answered(preferred, Provider.GROQ).failedOverFrom()).isEmpty();

    var open = new CallPath(Optional.of(Provider.GROQ));
    var answer = answered(open, Provider.WANDB);
    assertThat(answer.failedOverFrom()).as("its breaker is open").contains(Provider.GROQ);
    assertThat(answer.route().firstSkipped()).isTrue();

    var removed = new CallPath(Optional.of(Provider.GROQ));
    removed.skipped(Provider.GROQ, "it was removed", false);
    assertThat(answered(removed, Provider.WANDB).failedOverFrom()).isEmpty();
  }

  @Test
  void skipsGoWithTheNextAttemptAndTheLastOnesWithTheLast() {
    var path = new CallPath(Optional.empty());
    path.skipped(Provider.WANDB, "busy", true);
    path.asked(at(Provider.GROQ, OutcomeClass.SERVER));
    path.skipped(Provider.CLAUDE, "no key is set", false);
    path.skipped(Provider.OPENAI, "cooling down", true);
    assertThat(path.attempts()).hasSize(1);
    assertThat(path.attempts().getFirst().route().skips())
        .containsExactly(
            new Route.Skip(Provider.WANDB, "busy", false),
            new Route.Skip(Provider.CLAUDE, "no key is set", true),
            new Route.Skip(Provider.OPENAI, "cooling down", true));
    assertThat(path.steps()).hasSize(4);
  }
}
