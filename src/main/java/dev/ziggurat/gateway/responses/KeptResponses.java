package dev.ziggurat.gateway.responses;

import dev.ziggurat.gateway.GatewayConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks responses up as if they were written at once: those of this instance are written first, and
 * what is not found is looked for once more, because another instance may be about to write it.
 * Instances share their settings: where none gathers there is nothing to wait for.
 */
@Singleton
class KeptResponses {

  /** How long a group takes from the end of gathering to its commit. */
  private static final Duration COMMIT = Duration.ofMillis(100);

  private final ResponseStore store;
  private final ResponseQueue queue;
  private final Duration gathering;

  KeptResponses(ResponseStore store, ResponseQueue queue, GatewayConfig config) {
    this.store = store;
    this.queue = queue;
    this.gathering = config.ledgerGathering();
  }

  /** A response of this owner. */
  Optional<StoredTurn> find(UUID owner, UUID id) {
    return found(() -> store.find(owner, id), Optional::isPresent);
  }

  /** The responses of this owner among these; see {@link ResponseStore#findAll}. */
  List<StoredTurn> findAll(UUID owner, Collection<UUID> ids) {
    return found(() -> store.findAll(owner, ids), found -> found.size() == ids.size());
  }

  /** The turns up to this response; see {@link ResponseStore#conversation}. */
  Optional<List<StoredTurn>> conversation(UUID owner, UUID last) {
    return found(
        () -> store.conversation(owner, last), turns -> turns.filter(List::isEmpty).isEmpty());
  }

  /** Deletes a response; false if there is none. */
  boolean delete(UUID owner, UUID id) {
    return found(() -> store.delete(owner, id), deleted -> deleted);
  }

  private <T> T found(Supplier<T> look, Predicate<T> isFound) {
    queue.flush();
    var first = look.get();
    if (isFound.test(first) || !gathering.isPositive() || !waitForOtherInstances()) {
      return first;
    }
    return look.get();
  }

  private boolean waitForOtherInstances() {
    try {
      Thread.sleep(gathering.plus(COMMIT));
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
