package dev.ziggurat.webhooks;

import dev.ziggurat.tick.AfterTick;
import dev.ziggurat.tick.Tick;
import jakarta.inject.Singleton;

/** Looks after webhooks after each tick, behind it. */
@Singleton
class DeliverAfterTick implements AfterTick {

  private final WebhookDispatcher dispatcher;

  DeliverAfterTick(WebhookDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void closed(Tick tick) {
    dispatcher.look();
  }
}
