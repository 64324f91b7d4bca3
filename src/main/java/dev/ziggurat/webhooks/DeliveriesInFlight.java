package dev.ziggurat.webhooks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The deliveries that one process is sending: so many at once, of one webhook only few, and none to
 * a webhook that did not answer before. Not safe for use by several threads at once.
 */
final class DeliveriesInFlight {

  static final int AT_ONCE = 8;

  /** So that a receiver that hangs leaves places to the others. */
  static final int AT_ONCE_TO_ONE = 2;

  private final Map<UUID, Integer> sending = new HashMap<>();
  private final List<UUID> silent = new ArrayList<>();
  private int all;

  /** How many more may be sent. */
  int free() {
    return AT_ONCE - all;
  }

  boolean isEmpty() {
    return all == 0;
  }

  /** The webhooks to which nothing more may be sent now. */
  Collection<UUID> closed() {
    var closed = new ArrayList<>(silent);
    sending.forEach(
        (webhook, count) -> {
          if (count >= AT_ONCE_TO_ONE) {
            closed.add(webhook);
          }
        });
    return closed;
  }

  /** A try begins. */
  void began(UUID webhook) {
    sending.merge(webhook, 1, Integer::sum);
    all++;
  }

  /**
   * A try is over.
   *
   * @param answered whether there was an answer, of whatever status
   */
  void ended(UUID webhook, boolean answered) {
    sending.merge(webhook, -1, (before, change) -> before == 1 ? null : before + change);
    all--;
    if (!answered && !silent.contains(webhook)) {
      silent.add(webhook);
    }
  }
}
