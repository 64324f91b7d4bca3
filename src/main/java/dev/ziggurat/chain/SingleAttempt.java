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
 * One attempt: asks a provider, whole or for a stream, checks the answer, and puts the attempt on
 * the path however it ends.
 */
@Singleton
class SingleAttempt {

  /** With less time left than this, asking would only cost money. */
  private static final Duration TOO_LITTLE_TIME = Duration.ofMillis(50);

  private final ChatProviders providers;
  private final ProviderQueues lines;
  private final CooldownPolicy cooldownPolicy;
  private final AttemptRecorder recorder;
  private final ChainConfig config;
  private final ProviderTimeouts timeouts;
  private final InstantSource time;

  SingleAttempt(
      ChatProviders providers,
      ProviderQueues lines,
      CooldownPolicy cooldownPolicy,
      AttemptRecorder recorder,
      ChainConfig config,
      ProviderTimeouts timeouts,
      InstantSource time) {
    this.providers = providers;
    this.lines = lines;
    this.cooldownPolicy = cooldownPolicy;
    this.recorder = recorder;
    this.config = config;
    this.timeouts = timeouts;
    this.time = time;
  }

  /**
   * Asks.
   *
   * @param place before the provider: of a stream it is kept until that ends
   * @throws ProviderSkipped when no time is left
   * @throws ProviderFailure when there is no usable answer
   */
  StepResult ask(ChatProvider chat, Offer offer, Call call, ConcurrencyLimit.Place place) {
    var provider = chat.provider();
    var remaining = call.remaining(time.instant());
    if (remaining.compareTo(TOO_LITTLE_TIME) < 0) {
      throw call.skipForNow(provider, "no time is left");
    }
    var recording = recorder.start(chat, offer, call);
    try {
      return call.request() instanceof ForwardedRequest forwarded && forwarded.streamed()
          ? openNow(chat, offer, forwarded, call, place, recording)
          : completeNow(chat, offer, call, place, recording);
    } catch (ProviderFailure failure) {
      failed(failure, offer, call, place, recording);
      throw failure;
    } catch (RuntimeException unforeseen) {
      // The provider may have billed: its attempt must be on the path and in the ledger.
      var lost = unusable(provider, unforeseen);
      failed(lost, offer, call, place, recording);
      throw lost;
    }
  }

  private StepResult completeNow(
      ChatProvider chat,
      Offer offer,
      Call call,
      ConcurrencyLimit.Place place,
      AttemptRecorder.Recording recording) {
    var limit = atMost(timeouts.wholeAnswer(chat.provider()), call.remaining(time.instant()));
    var completion = chat.complete(call.request(), offer.model(), limit);
    call.check(completion);
    recording.succeeded(completion);
    lines.of(chat.provider()).heard(completion.limits());
    place.answered();
    return new StepResult.Whole(completion);
  }

  private StepResult openNow(
      ChatProvider chat,
      Offer offer,
      ForwardedRequest request,
      Call call,
      ConcurrencyLimit.Place place,
      AttemptRecorder.Recording recording) {
    var streams = config.streams();
    var patience = othersMayAnswer(chat.provider(), call) ? 1 : streams.lastPatience();
    var limit = timeouts.firstContent(chat.provider()).multipliedBy(patience);
    var stream = chat.stream(request, offer.model());
    var head =
        FirstContent.read(
            chat.provider(), stream, atMost(limit, call.remaining(time.instant())), time);
    return new StepResult.Streaming(
        head,
        new StreamRemainder(
            stream,
            offer,
            place,
            lines.of(chat.provider()),
            recording,
            timeouts.silence(chat.provider()),
            time.instant().plus(streams.limit()),
            time));
  }

  /** Whether there is anybody left to ask, should this provider not answer. */
  private boolean othersMayAnswer(Provider provider, Call call) {
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
      ConcurrencyLimit.Place place,
      AttemptRecorder.Recording recording) {
    recording.failed(failure);
    lines.of(offer.provider()).heard(failure.details().limits());
    if (failure.outcome() == OutcomeClass.RATE) {
      place.rateLimited();
    }
    if (failure.outcome() == OutcomeClass.CONTEXT) {
      call.contextExceeded(offer.model().contextTokens());
    }
    cooldownPolicy.after(failure, offer, call);
  }

  /** What went wrong in us while an answer was read. */
  static ProviderFailure unusable(Provider provider, RuntimeException unforeseen) {
    return new ProviderFailure.ConnectionLost(
        provider,
        Details.of("the answer cannot be used: " + unforeseen.getClass().getSimpleName()),
        unforeseen);
  }
}
