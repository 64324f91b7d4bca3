package dev.ziggurat.models;

import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.provider.openai.ServedModels.Served;
import dev.ziggurat.provider.openai.WandbModels;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A cache of the models that W&amp;B serves. An expired list is fetched again on demand, one fetch
 * at a time, on a separate thread. Readers wait for it only briefly, then get the last known list.
 */
@Singleton
class WandbModelList {

  private final WandbModels wandb;
  private final ModelsConfig.LiveList config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Void> pendingFetch = CompletableFuture.completedFuture(null);
  private Instant nextFetch = Instant.EPOCH;
  private volatile Known known = new Known(Optional.empty(), Optional.of("not fetched yet"));

  WandbModelList(WandbModels wandb, ModelsConfig config, InstantSource time) {
    this.wandb = wandb;
    this.config = config.wandbList();
    this.time = time;
  }

  /**
   * The last known list.
   *
   * @param models the last fetched list; empty if none was ever fetched
   * @param error why the last fetch failed; empty if it succeeded
   */
  record Known(Optional<List<Served>> models, Optional<String> error) {

    /** The ids of the models; empty if none were ever fetched. */
    Optional<List<String>> ids() {
      return models.map(list -> list.stream().map(Served::id).toList());
    }

    private Known failed(String why) {
      return new Known(models, Optional.of(why));
    }
  }

  /** The current list, or after a short wait the last known one. */
  Known now() {
    try {
      fetched().get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
      return known;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return known;
    } catch (TimeoutException slow) {
      return known.failed("W&B has not responded yet");
    } catch (ExecutionException unexpected) {
      return known.failed("the list could not be read");
    }
  }

  private CompletableFuture<Void> fetched() {
    lock.lock();
    try {
      var now = time.instant();
      if (pendingFetch.isDone() && !now.isBefore(nextFetch)) {
        nextFetch = now.plus(config.retryAfter());
        pendingFetch = new CompletableFuture<>();
        fetchInto(pendingFetch);
      }
      return pendingFetch;
    } finally {
      lock.unlock();
    }
  }

  private void fetchInto(CompletableFuture<Void> done) {
    Thread.ofVirtual()
        .name("wandb-models")
        .start(
            () -> {
              try {
                fetch(config.limit());
              } finally {
                done.complete(null);
              }
            });
  }

  private void fetch(Duration limit) {
    try {
      known = new Known(Optional.of(wandb.list(limit)), Optional.empty());
      scheduleNextFetch(config.goodFor());
    } catch (ProviderFailure failure) {
      known = known.failed(failure.details().message());
    }
  }

  private void scheduleNextFetch(Duration from) {
    lock.lock();
    try {
      nextFetch = time.instant().plus(from);
    } finally {
      lock.unlock();
    }
  }
}
