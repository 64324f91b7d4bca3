package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/**
 * One attempt: asks a provider for a complete or a streamed answer, checks the answer, and records
 * the attempt on the path in every case.
 */
@Singleton
class SingleAttempt {

  /** With less time left than this, a call would cost money and not finish. */
  private static final Duration MIN_REMAINING = Duration.ofMillis(50);

  private final ChatProviders providers;
  private final ProviderQueues queues;
  private final CooldownPolicy cooldownPolicy;
  private final AttemptRecorder recorder;
  private final ChainConfig config;
  private final ProviderTimeouts timeouts;
  private final InstantSource time;

  SingleAttempt(
      ChatProviders providers,
      ProviderQueues queues,
      CooldownPolicy cooldownPolicy,
      AttemptRecorder recorder,
      ChainConfig config,
      ProviderTimeouts timeouts,
      InstantSource time) {
    this.providers = providers;
    this.queues = queues;
    this.cooldownPolicy = cooldownPolicy;
    this.recorder = recorder;
    this.config = config;
    this.timeouts = timeouts;
    this.time = time;
  }

  /**
   * Asks the provider.
   *
   * @param slot a stream keeps it until it ends
   * @throws ProviderSkipped when no time is left
   * @throws ProviderFailure when there is no usable answer
   */
  StepResult ask(ChatProvider chat, Offer offer, Call call, ConcurrencyLimit.Slot slot) {
    var provider = chat.provider();
    var remaining = call.remaining(time.instant());
    if (remaining.compareTo(MIN_REMAINING) < 0) {
      throw call.skipForNow(provider, "no time left before the deadline");
    }
    var recording = recorder.start(chat, offer, call);
    try {
      return call.request() instanceof ForwardedRequest forwarded && forwarded.streamed()
          ? openNow(chat, offer, forwarded, call, slot, recording)
          : completeNow(chat, offer, call, slot, recording);
    } catch (ProviderFailure failure) {
      failed(failure, offer, call, slot, recording);
      throw failure;
    } catch (RuntimeException unforeseen) {
      // The provider may have billed the call: the attempt must be on the path and in the ledger.
      var unusable = processingFailed(provider, unforeseen);
      failed(unusable, offer, call, slot, recording);
      throw unusable;
    }
  }

  private StepResult completeNow(
      ChatProvider chat,
      Offer offer,
      Call call,
      ConcurrencyLimit.Slot slot,
      AttemptRecorder.Recording recording) {
    var limit = atMost(timeouts.wholeAnswer(chat.provider()), call.remaining(time.instant()));
    var completion = recording.observing(() -> chat.complete(call.request(), offer.model(), limit));
    call.check(completion);
    recording.succeeded(completion);
    queues.of(chat.provider()).update(completion.limits());
    slot.succeeded();
    return new StepResult.Whole(completion);
  }

  private StepResult openNow(
      ChatProvider chat,
      Offer offer,
      ForwardedRequest request,
      Call call,
      ConcurrencyLimit.Slot slot,
      AttemptRecorder.Recording recording) {
    var streams = config.streams();
    var factor = hasNextProvider(chat.provider(), call) ? 1 : streams.lastPatience();
    var limit = timeouts.firstContent(chat.provider()).multipliedBy(factor);
    var stream = recording.observing(() -> chat.stream(request, offer.model()));
    var head =
        FirstContent.read(
            chat.provider(), stream, atMost(limit, call.remaining(time.instant())), time);
    return new StepResult.Streaming(
        head,
        new StreamRemainder(
            stream,
            offer,
            slot,
            queues.of(chat.provider()),
            recording,
            timeouts.stall(chat.provider()),
            time.instant().plus(streams.limit()),
            time));
  }

  /** Whether the chain has another provider to ask when this one does not answer. */
  private boolean hasNextProvider(Provider provider, Call call) {
    var all = call.settings().providers();
    return all.after(provider).stream()
        .anyMatch(
            other ->
                providers.of(all.get(other)).usable()
                    && call.settings().enabled(other)
                    && call.mayAsk(other)
                    && !call.onPath(other));
  }

  private static Duration atMost(Duration limit, Duration remaining) {
    return remaining.compareTo(limit) < 0 ? remaining : limit;
  }

  private void failed(
      ProviderFailure failure,
      Offer offer,
      Call call,
      ConcurrencyLimit.Slot slot,
      AttemptRecorder.Recording recording) {
    recording.failed(failure);
    queues.of(offer.provider()).update(failure.details().limits());
    if (failure.outcome() == OutcomeClass.RATE) {
      slot.rateLimited();
    }
    if (failure.outcome() == OutcomeClass.CONTEXT) {
      call.contextExceeded(offer.model().contextTokens());
    }
    cooldownPolicy.after(failure, offer, call);
  }

  /** The failure for an unexpected exception in our own code while an answer was read. */
  static ProviderFailure processingFailed(Provider provider, RuntimeException unforeseen) {
    return new ProviderFailure.ConnectionLost(
        provider,
        Details.of("the answer could not be processed: " + unforeseen.getClass().getSimpleName()),
        unforeseen);
  }
}
