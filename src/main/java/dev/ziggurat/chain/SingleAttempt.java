package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/**
 * One attempt: asks a provider for a complete or a streamed answer, checks the answer, and records
 * the attempt on the path in every case.
 */
@Singleton
class SingleAttempt {

  /** With less time left than this, a call would cost money and not finish. */
  private static final Duration MIN_REMAINING = Duration.ofMillis(50);

  /** A completion of several answers has a quarter more time for each of them but the first. */
  private static final int PARTS_PER_LIMIT = 4;

  /** A request larger than an account's rate limit says nothing about the model's context. */
  private static final String TOKENS_PER_MINUTE = "tokens per min";

  private final NextProviders nextProviders;
  private final ProviderQueues queues;
  private final CooldownPolicy cooldownPolicy;
  private final AttemptRecorder recorder;
  private final ChainConfig config;
  private final ProviderTimeouts timeouts;
  private final InstantSource time;

  SingleAttempt(
      NextProviders nextProviders,
      ProviderQueues queues,
      CooldownPolicy cooldownPolicy,
      AttemptRecorder recorder,
      ChainConfig config,
      ProviderTimeouts timeouts,
      InstantSource time) {
    this.nextProviders = nextProviders;
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
    if (call.remaining(time.instant()).compareTo(MIN_REMAINING) < 0) {
      throw call.skipForNow(provider, "no time left before the deadline");
    }
    var full = limit(provider, call);
    var recording = recorder.start(chat, offer, call);
    // Only now: the listener of a tick's first call moves the deadline.
    var remaining = Collections.max(List.of(MIN_REMAINING, call.remaining(time.instant())));
    var given = Collections.min(List.of(full, remaining));
    try {
      return call.request() instanceof ForwardedRequest forwarded && forwarded.streamed()
          ? openNow(chat, offer, forwarded, given, slot, recording)
          : completeNow(chat, offer, call, given, slot, recording);
    } catch (RuntimeException thrown) {
      // The provider may have billed the call: the attempt must be on the path and in the ledger.
      var failure =
          thrown instanceof ProviderFailure known ? known : processingFailed(provider, thrown);
      recording.failed(failure);
      call.blame(Blame.of(failure, offer, call, given, full));
      if (call.blame() != Blame.CALL) {
        queueOf(call, provider).update(failure.details().limits());
      }
      failed(failure, chat, offer, call, slot);
      throw failure;
    }
  }

  /** How long the provider may take when the deadline of the call is far away. */
  private Duration limit(Provider provider, Call call) {
    if (!call.request().streamed()) {
      var parts = call.request().parts();
      return timeouts
          .wholeAnswer(provider)
          .multipliedBy(PARTS_PER_LIMIT - 1L + parts)
          .dividedBy(PARTS_PER_LIMIT);
    }
    var factor = nextProviders.follows(provider, call) ? 1 : config.streams().lastPatience();
    return timeouts.firstContent(provider).multipliedBy(factor);
  }

  private StepResult completeNow(
      ChatProvider chat,
      Offer offer,
      Call call,
      Duration limit,
      ConcurrencyLimit.Slot slot,
      AttemptRecorder.Recording recording) {
    var completion = recording.observing(() -> chat.complete(call.request(), offer.model(), limit));
    call.check().require(completion);
    recording.succeeded(completion);
    queueOf(call, chat.provider()).update(completion.limits());
    slot.succeeded();
    return new StepResult.Whole(completion);
  }

  private ProviderQueue queueOf(Call call, Provider provider) {
    return queues.of(provider, call.request().operation());
  }

  private StepResult openNow(
      ChatProvider chat,
      Offer offer,
      ForwardedRequest request,
      Duration limit,
      ConcurrencyLimit.Slot slot,
      AttemptRecorder.Recording recording) {
    var stream = recording.observing(() -> chat.stream(request, offer.model()));
    var head = FirstContent.read(chat.provider(), stream, limit, time);
    recording.receivedFirstContent();
    head.forEach(recording::received);
    return new StepResult.Streaming(
        head,
        new StreamRemainder(
            stream,
            offer,
            slot,
            queues.of(chat.provider()),
            recording,
            timeouts.stall(chat.provider()),
            time.instant().plus(config.streams().limit()),
            time));
  }

  private void failed(
      ProviderFailure failure,
      ChatProvider chat,
      Offer offer,
      Call call,
      ConcurrencyLimit.Slot slot) {
    switch (failure.outcome()) {
      case RATE -> {
        if (call.blame() != Blame.CALL) {
          slot.rateLimited();
        }
        call.retryHint().rateLimited(failure.details().waitHint());
      }
      case CAPACITY, SERVER, TIMEOUT, IO, BADJSON -> {
        if (!(failure instanceof ProviderFailure.WrongAddress)) {
          call.retryHint().retryLater();
        }
      }
      case CONTEXT -> {
        if (!failure.details().message().contains(TOKENS_PER_MINUTE)) {
          call.contextExceeded(offer.model().contextTokens());
        }
      }
      default -> {
        // A retry does not help until somebody changes something.
      }
    }
    cooldownPolicy.after(failure, chat, offer, call).ifPresent(call.retryHint()::mayAnswerAfter);
  }

  /** The failure for an unexpected exception in our own code while an answer was read. */
  static ProviderFailure processingFailed(Provider provider, RuntimeException unforeseen) {
    return new ProviderFailure.ConnectionLost(
        provider,
        Details.of("the answer could not be processed: " + unforeseen.getClass().getSimpleName()),
        unforeseen);
  }
}
