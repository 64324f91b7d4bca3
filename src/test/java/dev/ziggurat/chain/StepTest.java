package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.Arena;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.settings.Settings;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a step handles unusual answers and the options of its call. */
@QuarkusTest
class StepTest {

  @Inject Arena arena;
  @Inject Chain chain;
  @Inject Catalogue catalogue;
  @Inject Settings settings;
  @Inject ModelChoice models;
  @Inject ProviderQueues queues;
  @Inject Cooldowns cooldowns;
  @Inject CooldownPolicy cooldownPolicy;
  @Inject AttemptRecorder recorder;
  @Inject Breakers breakers;
  @Inject ChainConfig config;
  @Inject InstantSource time;
  @Inject Ledger ledger;
  @Inject ProviderReports reports;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** A stub provider. */
  private record StubProvider(Function<Duration, Completion> answer) implements ChatProvider {
    @Override
    public Provider provider() {
      return Provider.WANDB;
    }

    @Override
    public Optional<String> unusableReason() {
      return Optional.empty();
    }

    @Override
    public boolean simulated() {
      return true;
    }

    @Override
    public Completion complete(ChatRequest request, UpstreamModel model, Duration limit) {
      return answer.apply(limit);
    }

    @Override
    public ChatStream stream(ForwardedRequest request, UpstreamModel model) {
      throw new IllegalStateException("the stub has no stream");
    }
  }

  private Step step(Supplier<Completion> answer) {
    return step(answer, breakers);
  }

  private Step step(Supplier<Completion> answer, Breakers breakers) {
    return step((Duration _) -> answer.get(), breakers);
  }

  private Step step(Function<Duration, Completion> answer, Breakers breakers) {
    ChatProviders stubs = _ -> new StubProvider(answer);
    var nextProviders = new NextProviders(stubs, models, cooldowns);
    var singleAttempt =
        new SingleAttempt(
            nextProviders,
            queues,
            cooldownPolicy,
            recorder,
            config,
            new ProviderTimeouts(config),
            time);
    return new Step(
        stubs,
        models,
        new QueuedAttempt(queues, cooldowns, singleAttempt, nextProviders, config, time),
        breakers,
        reports);
  }

  private Call call(Optional<Offer> preferred, boolean fallback) {
    return call(preferred, fallback, "hello");
  }

  private Call call(Optional<Offer> preferred, boolean fallback, String prompt) {
    var deadline = time.instant().plusSeconds(5);
    return new Call(
        ChatRequest.of(List.of(ChatMessage.user(prompt)), 100),
        AnswerCheck.notEmpty(),
        new Caller(
            UUID.randomUUID(), "test", Optional.empty(), OptionalLong.empty(), Optional.empty()),
        settings.current(),
        () -> deadline,
        CallOptions.DEFAULT.requesting(preferred.stream().toList()).fallback(fallback));
  }

  private Call call(Supplier<Instant> deadline, CallOptions options) {
    return new Call(
        ChatRequest.of(List.of(ChatMessage.user("hello")), 100),
        AnswerCheck.notEmpty(),
        Caller.program("test", Optional.empty(), Map.of()),
        settings.current(),
        deadline,
        options);
  }

  private Optional<Offer> offer(Provider provider) {
    return catalogue.offer(provider, List.of(Providers.builtIn().get(provider).defaultModel()));
  }

  @Test
  void anUnexpectedExceptionIsRecordedAsAnAttemptWithCost() {
    var call = call(Optional.empty(), true);
    var step =
        step(
            () -> {
              throw new IllegalStateException("unexpected");
            });
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call))
        .isInstanceOf(ProviderFailure.ConnectionLost.class)
        .hasRootCauseMessage("unexpected");
    assertThat(call.attempts())
        .singleElement()
        .matches(attempt -> attempt.outcome() == OutcomeClass.IO)
        .matches(attempt -> attempt.spend().atMost().value() > 0);
  }

  /** A fault of ours before an attempt is none of the provider's. */
  @Test
  void anUnexpectedExceptionBeforeAnAttemptSkipsTheProvider() {
    var call =
        call(
            () -> {
              throw new IllegalStateException("unexpected");
            },
            CallOptions.DEFAULT);
    assertThatThrownBy(() -> step(() -> null).ask(Provider.WANDB, call))
        .isInstanceOf(ProviderSkipped.class)
        .hasMessageContaining("could not be prepared: IllegalStateException");
    assertThat(call.attempts()).isEmpty();
  }

  /** Every breaker lets one call through to see whether the provider answers again. */
  private record HalfOpen() implements CircuitBreakerMaintenance {
    @Override
    public CircuitBreakerState currentState(String name) {
      return CircuitBreakerState.HALF_OPEN;
    }

    @Override
    public void onStateChange(String name, Consumer<CircuitBreakerState> callback) {}

    @Override
    public void reset(String name) {}

    @Override
    public void resetAll() {}
  }

  /** The breaker counts as success what it does not count as failure. */
  @Test
  void aCallerThatLeavesDoesNotCloseAHalfOpenBreaker() {
    var cancelled =
        new ProviderFailure.Cancelled(
            Provider.WANDB, ProviderFailure.Details.of("cancelled by the caller"));
    var step =
        step(
            () -> {
              throw cancelled;
            },
            new Breakers(new HalfOpen()));
    var call = call(Optional.empty(), true);
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call)).isInstanceOf(ProbeSkipped.class);
    assertThat(call.attempts())
        .singleElement()
        .matches(attempt -> attempt.outcome() == OutcomeClass.CANCELLED);
  }

  /** It answered, so it is well; what it said about this call does not matter. */
  @Test
  void aRefusalOfThisCallClosesAHalfOpenBreaker() {
    var step =
        step(
            () -> {
              throw new ProviderFailure.ContextExceeded(
                  Provider.WANDB, ProviderFailure.Details.of("too long"));
            },
            new Breakers(new HalfOpen()));
    var call = call(Optional.empty(), true);
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call))
        .isInstanceOf(ProviderFailure.ContextExceeded.class);
  }

  /** As that of a tick is by its first call. */
  @Test
  void aDeadlineThatTheCallItselfMovesLimitsItsAnswer() {
    var deadline = new AtomicReference<>(time.instant().plusSeconds(1));
    var limits = new ArrayList<Duration>();
    var call =
        call(
            deadline::get,
            CallOptions.DEFAULT.listener(
                (_, _, _) -> {
                  deadline.updateAndGet(earlier -> earlier.plusSeconds(2));
                  return (_, _) -> {};
                }));
    var step =
        step(
            limit -> {
              limits.add(limit);
              throw new IllegalStateException("was asked");
            },
            breakers);
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call)).isInstanceOf(ProviderFailure.class);
    assertThat(limits)
        .singleElement()
        .satisfies(
            limit -> assertThat(limit).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3)));
  }

  @Test
  void aPromptThatIsFarTooLongIsNotSent() {
    var window = offer(Provider.WANDB).orElseThrow().model().contextTokens();
    var step =
        step(
            () -> {
              throw new IllegalStateException("was asked");
            });
    var call = call(Optional.empty(), true, "word ".repeat(window * 2));
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call)).isInstanceOf(ProviderSkipped.class);
    assertThat(call.attempts()).isEmpty();
    assertThat(call.tooLong()).isTrue();
    assertThat(call.contextExceeded()).isEqualTo(window);
    assertThat(call.path())
        .singleElement()
        .asString()
        .contains("does not fit into its context window of " + window + " tokens");

    // What may fit is for the provider to count.
    var close = call(Optional.empty(), true, "word ".repeat(window));
    assertThatThrownBy(() -> step.ask(Provider.WANDB, close))
        .isInstanceOf(ProviderFailure.ConnectionLost.class);
  }

  @Test
  void theLedgerAcceptsAnyTextOfAProvider() {
    var call = call(Optional.empty(), true);
    var strange = "a\0b\ud800c" + "x".repeat(5_000);
    var step =
        step(
            () ->
                new Completion(
                    Provider.WANDB,
                    strange,
                    "",
                    List.of(),
                    FinishReason.REFUSAL,
                    Optional.of(strange),
                    Optional.empty(),
                    Optional.of(strange),
                    AnnouncedLimits.NONE));
    assertThatThrownBy(() -> step.ask(Provider.WANDB, call))
        .isInstanceOf(ProviderFailure.Refused.class);
    ledger.record(call.attempts());
    assertThat(
            arena.number(
                "select count(*) from attempt where call_id = ? and outcome = 'REFUSAL'"
                    + " and length(reason) = 300",
                call.caller().callId()))
        .isEqualTo(1);
  }

  @Test
  void withoutFallbackOnlyThePreferredProviderIsAskedEvenIfItIsSkipped() {
    arena.faults("{\"groq\":{\"status\":402}}");
    for (var outcome : List.of(PathStep.Asked.class, PathStep.Skipped.class)) {
      var call = call(offer(Provider.GROQ), false);
      assertThatThrownBy(() -> chain.complete(call)).isInstanceOf(ChainExhausted.class);
      assertThat(call.path().getFirst()).isInstanceOf(outcome);
      assertThat(call.attempts()).allMatch(attempt -> attempt.provider().equals(Provider.GROQ));
    }
  }

  @Test
  void aSharedCooldownKeepsEndAndReasonOfTheLongerOne() {
    var now = time.instant();
    cooldowns.startShared(cooldown(OutcomeClass.BILLING, now.plusSeconds(600)));
    cooldowns.startShared(cooldown(OutcomeClass.RATE, now.plusSeconds(2)));
    assertThat(arena.rows("select outcome || (until > now() + interval '60 s') from cooldown"))
        .containsExactly("BILLINGtrue");
  }

  @Test
  void withoutTheDatabaseACooldownStillAppliesInThisProcess() {
    arena.change("alter table cooldown rename to cooldown_away");
    try {
      cooldowns.startShared(cooldown(OutcomeClass.AUTH, time.instant().plusSeconds(60)));
      assertThat(cooldowns.active(Provider.GROQ, "here", "any", 1)).isPresent();
    } finally {
      arena.change("alter table cooldown_away rename to cooldown");
    }
  }

  private static Cooldown cooldown(OutcomeClass outcome, Instant until) {
    return new Cooldown(Provider.GROQ, "here", Optional.empty(), until, outcome, "test failure", 1);
  }
}
