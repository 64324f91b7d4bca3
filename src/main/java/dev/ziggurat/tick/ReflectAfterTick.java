package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.memory.MemoryConfig;
import dev.ziggurat.memory.MemoryEmbeddings;
import dev.ziggurat.memory.ReflectionChecks;
import dev.ziggurat.memory.ReflectionRound;
import dev.ziggurat.memory.Reflections;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets the agents of a game with a memory reflect after its ticks, and embeds what they remember.
 */
@Singleton
class ReflectAfterTick implements AfterTick {

  private final Games games;
  private final GameGuardrails guardrails;
  private final GameBudgets budgets;
  private final Reflections reflections;
  private final MemoryEmbeddings embeddings;
  private final Settings settings;
  private final GracefulShutdown gracefulShutdown;
  private final MemoryConfig config;
  private final InstantSource time;

  ReflectAfterTick(
      Games games,
      GameGuardrails guardrails,
      GameBudgets budgets,
      Reflections reflections,
      MemoryEmbeddings embeddings,
      Settings settings,
      GracefulShutdown gracefulShutdown,
      MemoryConfig config,
      InstantSource time) {
    this.games = games;
    this.guardrails = guardrails;
    this.budgets = budgets;
    this.reflections = reflections;
    this.embeddings = embeddings;
    this.settings = settings;
    this.gracefulShutdown = gracefulShutdown;
    this.config = config;
    this.time = time;
  }

  @Override
  public void closed(Tick tick) {
    var memory = games.memory(tick.game().id());
    if (memory.isEmpty()) {
      return;
    }
    var usual = until(tick);
    Supplier<Instant> until = () -> earlier(usual, gracefulShutdown.callsUntil());
    var spending = budgets.of(tick, List.of());
    var checks = guardrails.of(tick);
    var terms =
        memory
            .get()
            .embeddingModel()
            .map(
                model ->
                    TurnMemories.terms(
                        tick, model, settings.at(tick.settingsVersion()), checks, spending));
    embeddings.orphan(tick.game().id());
    // The log of turns first: reflections may take all of the time.
    var embedded = terms.filter(each -> embeddings.embed(each, until, gracefulShutdown::hasBegun));
    var reflected =
        reflections.run(
            new ReflectionRound(
                tick.game(),
                tick.number(),
                memory.get(),
                tick.settingsVersion(),
                checks(checks, spending),
                spending::of,
                until,
                gracefulShutdown::hasBegun));
    if (reflected) {
      embedded.ifPresent(each -> embeddings.embed(each, until, gracefulShutdown::hasBegun));
    }
  }

  /** A tick whose deadline is its caller's has no time after it. */
  private Instant until(Tick tick) {
    var usual = time.instant().plus(config.reflectionTime());
    return tick.budgetFrom().isEmpty() ? earlier(tick.deadline(), usual) : usual;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static ReflectionChecks checks(TickGuardrails guardrails, TickBudgets budgets) {
    return new ReflectionChecks() {
      @Override
      public Predicate<Offer> allowed() {
        return guardrails.allowed();
      }

      @Override
      public OfCall of(Caller caller, SettingsView settings) {
        var spending = budgets.of(caller.handle().orElseThrow());
        return checks(guardrails.turn(caller, settings, spending));
      }
    };
  }

  private static ReflectionChecks.OfCall checks(TurnGuardrails guardrails) {
    return new ReflectionChecks.OfCall() {
      @Override
      public String prompt(String rules, String own) {
        return guardrails.prompt(rules, own);
      }

      @Override
      public Completion answer(Completion completion) {
        return guardrails.answer(completion);
      }

      @Override
      public void judge(Completion completion) {
        guardrails.judge(completion);
      }

      @Override
      public List<Attempt> recorded(List<Attempt> attempts) {
        return guardrails.recorded(attempts);
      }
    };
  }
}
