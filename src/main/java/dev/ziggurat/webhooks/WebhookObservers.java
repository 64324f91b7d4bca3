package dev.ziggurat.webhooks;

import dev.ziggurat.chain.ProviderAnswered;
import dev.ziggurat.chain.ProviderDown;
import dev.ziggurat.ledger.BudgetCrossed;
import dev.ziggurat.settings.SettingsChanged;
import dev.ziggurat.tick.FailedTick;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;

/**
 * Writes down who is to be told of an event, in the event's own transaction, and delivers it once
 * that is committed.
 */
@Singleton
class WebhookObservers {

  private final Outbox outbox;
  private final EventTexts texts;
  private final ProviderOutages outages;
  private final WebhookDispatcher dispatcher;

  WebhookObservers(
      Outbox outbox, EventTexts texts, ProviderOutages outages, WebhookDispatcher dispatcher) {
    this.outbox = outbox;
    this.texts = texts;
    this.outages = outages;
    this.dispatcher = dispatcher;
  }

  void failed(@Observes FailedTick event) {
    outbox.add(texts.failedTick(event));
  }

  void failureStored(@Observes(during = TransactionPhase.AFTER_SUCCESS) FailedTick event) {
    dispatcher.wake();
  }

  void crossed(@Observes BudgetCrossed event) {
    outbox.add(texts.budgetCrossed(event));
  }

  void crossingStored(@Observes(during = TransactionPhase.AFTER_SUCCESS) BudgetCrossed event) {
    dispatcher.wake();
  }

  void changed(@Observes SettingsChanged event) {
    outbox.add(texts.settingsChanged(event));
  }

  void changeStored(@Observes(during = TransactionPhase.AFTER_SUCCESS) SettingsChanged event) {
    // A provider may be gone.
    dispatcher.look();
    dispatcher.wake();
  }

  void down(@Observes ProviderDown event) {
    if (outages.down(event)) {
      dispatcher.wake();
    }
  }

  void answered(@Observes ProviderAnswered event) {
    if (outages.answered(event)) {
      dispatcher.wake();
    }
  }
}
