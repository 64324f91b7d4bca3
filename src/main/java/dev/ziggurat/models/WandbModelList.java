package dev.ziggurat.models;

import dev.ziggurat.llm.ProviderFailure;
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
 * The models that W&amp;B serves, fetched when they are wanted and the known list is old. One fetch
 * at a time, on a thread of its own: who wants the list waits a moment, then takes the last one.
 */
@Singleton
class WandbModelList {

  private final WandbModels wandb;
  private final ModelsConfig.LiveList config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Void> underway = CompletableFuture.completedFuture(null);
  private Instant nextFetch = Instant.EPOCH;
  private volatile Known known = new Known(Optional.empty(), Optional.of("not asked yet"));

  WandbModelList(WandbModels wandb, ModelsConfig config, InstantSource time) {
    this.wandb = wandb;
    this.config = config.wandbList();
    this.time = time;
  }

  /**
   * What is known of the list.
   *
   * @param ids the last that was fetched; empty if none ever was
   * @param error why the last fetch brought none
   */
  record Known(Optional<List<String>> ids, Optional<String> error) {

    private Known failed(String why) {
      return new Known(ids, Optional.of(why));
    }
  }

  /** The list as it is known after a short wait at most. */
  Known now() {
    try {
      fetched().get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
      return known;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return known;
    } catch (TimeoutException slow) {
      return known.failed("W&B has not answered yet");
    } catch (ExecutionException unforeseen) {
      return known.failed("the list could not be read");
    }
  }

  private CompletableFuture<Void> fetched() {
    lock.lock();
    try {
      var now = time.instant();
      if (underway.isDone() && !now.isBefore(nextFetch)) {
        nextFetch = now.plus(config.retryAfter());
        underway = new CompletableFuture<>();
        fetchInto(underway);
      }
      return underway;
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
      later(config.goodFor());
    } catch (ProviderFailure failure) {
      known = known.failed(failure.details().message());
    }
  }

  private void later(Duration from) {
    lock.lock();
    try {
      nextFetch = time.instant().plus(from);
    } finally {
      lock.unlock();
    }
  }
}
