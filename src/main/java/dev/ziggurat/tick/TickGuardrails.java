package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.moderation.VerdictSources;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.settings.SettingsView;
import java.util.Optional;
import java.util.function.Predicate;

/** The guardrails of one tick. What all its prompts share is checked once, at its begin. */
final class TickGuardrails {

  private final GuardrailList list;
  private final Predicate<Offer> allowed;
  private final VerdictSources verdicts;
  private final int window;
  private Optional<GuardrailRefused> refusal = Optional.empty();

  /**
   * @param allowed the models that the guardrails allow
   * @param window how many characters a match may have
   */
  TickGuardrails(
      GuardrailList list, Predicate<Offer> allowed, VerdictSources verdicts, int window) {
    this.list = list;
    this.allowed = allowed;
    this.verdicts = verdicts;
    this.window = window;
  }

  /** The part of the briefing that all agents share, masked. If it is refused, all turns are. */
  String shared(String briefing) {
    var run = new GuardrailRun(window);
    var masked = briefing;
    try {
      for (var guardrail : list.on(CallSide.REQUEST)) {
        if (guardrail instanceof Guardrail.OfTexts texts) {
          masked = run.mask(texts, CallSide.REQUEST).text().whole(masked);
        }
      }
      return masked;
    } catch (GuardrailRefused refused) {
      refusal = Optional.of(refused);
      return "";
    }
  }

  /** Whether a prompt needs a verdict. What is embedded has none: it would be a call for each. */
  boolean needsVerdict() {
    return list.on(CallSide.REQUEST).stream().anyMatch(Guardrail.OfVerdict.class::isInstance);
  }

  /** A text of one agent as it may be sent to be embedded, masked; empty if it may not. */
  Optional<String> embedded(String text) {
    var run = new GuardrailRun(window);
    var masked = text;
    try {
      for (var guardrail : list.on(CallSide.REQUEST)) {
        if (guardrail instanceof Guardrail.OfTexts texts) {
          masked = run.mask(texts, CallSide.REQUEST).text().whole(masked);
        }
      }
      return Optional.of(masked);
    } catch (GuardrailRefused refused) {
      return Optional.empty();
    }
  }

  /** The models that they allow. */
  Predicate<Offer> allowed() {
    return allowed;
  }

  /**
   * Begins a turn.
   *
   * @param spendLimit what verdicts may cost
   */
  TurnGuardrails turn(Caller caller, SettingsView settings, SpendLimit spendLimit) {
    return new TurnGuardrails(
        list, refusal, new GuardrailRun(window), verdicts, caller, settings, spendLimit);
  }
}
