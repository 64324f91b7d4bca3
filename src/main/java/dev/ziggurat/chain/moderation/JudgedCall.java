package dev.ziggurat.chain.moderation;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.JudgedText;
import dev.ziggurat.guardrails.Judges;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.settings.SettingsView;
import java.util.List;
import java.util.function.Consumer;

/** The verdicts of one call: what they cost is paid by its caller. */
final class JudgedCall implements Judges {

  private final VerdictSources sources;
  private final Caller caller;
  private final SettingsView settings;
  private final SpendLimit spendLimit;
  private final Consumer<List<Attempt>> ledger;

  JudgedCall(
      VerdictSources sources,
      Caller caller,
      SettingsView settings,
      SpendLimit spendLimit,
      Consumer<List<Attempt>> ledger) {
    this.sources = sources;
    this.caller = caller;
    this.settings = settings;
    this.spendLimit = spendLimit;
    this.ledger = ledger;
  }

  @Override
  public Verdict verdict(Guardrail.OfVerdict guardrail, CallSide side, List<JudgedText> texts) {
    return switch (guardrail) {
      case Guardrail.Webhook webhook ->
          sources.webhooks().ask(webhook, side, texts, caller.callId());
      case Guardrail.Moderation moderation -> sources.models().ask(moderation, texts, this);
    };
  }

  Caller caller() {
    return caller;
  }

  SettingsView settings() {
    return settings;
  }

  SpendLimit spendLimit() {
    return spendLimit;
  }

  CallListener listener() {
    return CallListener.NONE;
  }

  void record(List<Attempt> attempts) {
    ledger.accept(attempts);
  }
}
