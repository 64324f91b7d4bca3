package dev.ziggurat.chain.moderation;

import dev.ziggurat.guardrails.Judges;
import dev.ziggurat.guardrails.WebhookClient;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/** Where verdicts come from. */
@Singleton
public class VerdictSources {

  private final WebhookClient webhooks;
  private final ModerationCalls models;

  VerdictSources(WebhookClient webhooks, ModerationCalls models) {
    this.webhooks = webhooks;
    this.models = models;
  }

  /**
   * The verdicts about one call.
   *
   * @param caller who pays for them
   * @param spendLimit what they may cost
   * @param ledger told of the attempts to ask a model
   */
  public Judges about(
      Caller caller, SettingsView settings, SpendLimit spendLimit, Consumer<List<Attempt>> ledger) {
    return new JudgedCall(this, caller, settings, spendLimit, ledger);
  }

  WebhookClient webhooks() {
    return webhooks;
  }

  ModerationCalls models() {
    return models;
  }
}
