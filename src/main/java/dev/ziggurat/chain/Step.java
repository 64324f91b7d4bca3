package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import io.quarkus.arc.All;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What every step of the chain does with its provider: pass it by with a reason, or wait in its
 * line, ask, check the answer, and put the attempt on the path.
 */
@Singleton
class Step {

  /** With less time left than this, asking would only cost money. */
  private static final Duration TOO_LITTLE_TIME = Duration.ofMillis(50);

  private static final String PREFERRED = "preferred";

  /** Between two tries after a 429 that names no wait. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);

  private final Map<Provider, ChatProvider> providers = new EnumMap<>(Provider.class);
  private final ModelChoice models;
  private final ProviderLines lines;
  private final Cooldowns cooldowns;
  private final CoolingRules coolingRules;
  private final AttemptRecorder recorder;
  private final CircuitBreakerMaintenance breakers;
  private final ChainConfig config;
  private final InstantSource time;

  Step(
      @All List<ChatProvider> providers,
      ModelChoice models,
      ProviderLines lines,
      Cooldowns cooldowns,
      CoolingRules coolingRules,
      AttemptRecorder recorder,
      CircuitBreakerMaintenance breakers,
      ChainConfig config,
      InstantSource time) {
    providers.forEach(provider -> this.providers.put(provider.provider(), provider));
    this.models = models;
    this.lines = lines;
    this.cooldowns = cooldowns;
    this.coolingRules = coolingRules;
    this.recorder = recorder;
    this.breakers = breakers;
    this.config = config;
    this.time = time;
  }

  /** Asks the provider that the caller prefers, for the model that the caller prefers. */
  Opened askPreferred(Call call) {
    var offer = call.preferred().orElseThrow();
    var provider = offer.provider();
    if (breakers.currentState(provider.id()) == CircuitBreakerState.OPEN) {
      throw call.skip(provider, "its circuit breaker is open");
    }
    return ask(provider, Optional.of(offer), call, PREFERRED);
  }

  /** Asks a provider for the model that the caller wants of it, else for the one chosen for it. */
  Opened ask(Provider provider, Call call) {
    noteOpenBreakersBefore(provider, call);
    var offer = call.wanted(provider).or(() -> models.of(provider, call.settings()));
    return ask(provider, offer, call, provider.id());
  }

  /** Completes the path when no step is left. */
  void arriveAtEnd(Call call) {
    for (var provider : Provider.values()) {
      noteOpenBreaker(provider, call);
    }
  }

  private Opened ask(Provider provider, Optional<Offer> choice, Call call, String step) {
    try {
      return askUnlessSkipped(provider, choice, call, step);
    } catch (ProviderSkipped skipped) {
      var breaker = step.equals(PREFERRED) ? PreferredBreakers.name(provider) : provider.id();
      throw breakers.currentState(breaker) == CircuitBreakerState.HALF_OPEN
          ? new ProbeSkipped(skipped)
          : skipped;
    }
  }

  private Opened askUnlessSkipped(
      Provider provider, Optional<Offer> choice, Call call, String step) {
    if (!call.enterStep(step) && call.onPath(provider)) {
      // Its turn has come before: the path says how it went.
      throw new ProviderSkipped(provider, "already tried");
    }
    var chat = providers.get(provider);
    if (!call.mayAsk(provider)) {
      throw call.skip(provider, "the caller wants no fallback");
    }
    choice.ifPresent(call::checkAllowed);
    if (!call.settings().enabled(provider)) {
      throw call.skip(provider, "switched off by the admin");
    }
    if (!chat.usable()) {
      throw call.skip(provider, "no key is set");
    }
    var offer =
        choice.orElseThrow(() -> call.skip(provider, "no model is known that it could serve"));
    var context = offer.model().contextTokens();
    if (call.contextExceeded() > 0 && context > 0 && context <= call.contextExceeded()) {
      throw call.skip(provider, "its context is no larger than the one that was too small");
    }
    if (call.request().showsImages() && !offer.model().can(Capability.VISION)) {
      throw call.skip(provider, "its model sees no images");
    }
    return askInTurn(chat, offer, call);
  }

  /** Waits in line and asks; a 429 that names no wait sends the call back into the line. */
  private Opened askInTurn(ChatProvider chat, Offer offer, Call call) {
    var provider = chat.provider();
    var line = lines.of(provider);
    var tokens = call.request().estimatedInputTokens() + call.request().maxOutputTokens();
    var patience = patience(call);
    var waitUntil = time.instant().plus(patience);
    for (var again = 0; ; again++) {
      awaitCooldown(offer, call, Duration.between(time.instant(), waitUntil));
      var place = line.enter(tokens, Duration.between(time.instant(), waitUntil));
      if (place.isEmpty()) {
        throw call.skip(provider, "busy: no place in its line in time");
      }
      var held = place.get();
      var kept = false;
      try {
        var opened = askNow(chat, offer, call, held);
        // A stream needs its place to its end.
        kept = opened instanceof Opened.Streaming;
        return opened;
      } catch (ProviderFailure.RateLimited limited) {
        if (limited.details().waitHint().isPresent()
            || again >= config.requeues()
            || !time.instant().isBefore(waitUntil)) {
          throw repeatable(limited, call);
        }
        pause(again, Duration.between(time.instant(), waitUntil), provider, call);
      } catch (ProviderFailure failure) {
        throw repeatable(failure, call);
      } finally {
        if (!kept) {
          held.close();
        }
      }
    }
  }

  private Opened askNow(ChatProvider chat, Offer offer, Call call, ConcurrencyLimit.Place place) {
    var provider = chat.provider();
    var remaining = call.remaining(time.instant());
    if (remaining.compareTo(TOO_LITTLE_TIME) < 0) {
      throw call.skip(provider, "no time is left");
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

  private Opened completeNow(
      ChatProvider chat,
      Offer offer,
      Call call,
      ConcurrencyLimit.Place place,
      AttemptRecorder.Recording recording) {
    var limit = atMost(config.providerLimit(), call.remaining(time.instant()));
    var completion = chat.complete(call.request(), offer.model(), limit);
    call.check(completion);
    recording.succeeded(completion);
    lines.of(chat.provider()).heard(completion.limits());
    place.answered();
    return new Opened.Whole(completion);
  }

  private Opened openNow(
      ChatProvider chat,
      Offer offer,
      ForwardedRequest request,
      Call call,
      ConcurrencyLimit.Place place,
      AttemptRecorder.Recording recording) {
    var streams = config.streams();
    var patience = othersMayAnswer(chat.provider(), call) ? 1 : streams.lastPatience();
    var limit = streams.firstContent().multipliedBy(patience);
    var stream = chat.stream(request, offer.model());
    var head = StreamHead.read(stream, atMost(limit, call.remaining(time.instant())), time);
    return new Opened.Streaming(
        head,
        new StreamedRest(
            stream,
            offer,
            place,
            lines.of(chat.provider()),
            recording,
            streams.stall(),
            time.instant().plus(streams.limit()),
            time));
  }

  /** Whether there is anybody left to ask, should this provider not answer. */
  private boolean othersMayAnswer(Provider provider, Call call) {
    return providers.values().stream()
        .anyMatch(
            other ->
                other.provider().compareTo(provider) > 0
                    && other.usable()
                    && call.settings().enabled(other.provider())
                    && call.mayAsk(other.provider())
                    && !call.onPath(other.provider()));
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
    coolingRules.after(failure, offer, call);
  }

  /** What went wrong in us while an answer was read. */
  static ProviderFailure unusable(Provider provider, RuntimeException unforeseen) {
    return new ProviderFailure.ConnectionLost(
        provider,
        Details.of("the answer cannot be used: " + unforeseen.getClass().getSimpleName()),
        unforeseen);
  }

  /** A rate limit that ends soon is waited for; anything else means the next provider. */
  private void awaitCooldown(Offer offer, Call call, Duration patience) {
    var provider = offer.provider();
    var cooldown =
        cooldowns.against(provider, offer.model().id(), call.settings().version()).orElse(null);
    if (cooldown == null) {
      return;
    }
    var wait = Duration.between(time.instant(), cooldown.until());
    if (cooldown.outcome() != OutcomeClass.RATE || wait.compareTo(patience) > 0) {
      throw call.skip(
          provider,
          "cooling down until %s after %s: %s"
              .formatted(
                  cooldown.until().truncatedTo(ChronoUnit.SECONDS),
                  cooldown.outcome(),
                  cooldown.reason()));
    }
    sleep(wait, provider, call);
  }

  /** Each pause may be twice as long as the one before, and none outlasts the patience. */
  private static void pause(int again, Duration patience, Provider provider, Call call) {
    var longest = SHORT_PAUSE.multipliedBy(1L << again);
    var jittered =
        longest.multipliedBy(ThreadLocalRandom.current().nextInt(50, 100)).dividedBy(100);
    sleep(jittered.compareTo(patience) < 0 ? jittered : patience, provider, call);
  }

  private static void sleep(Duration wait, Provider provider, Call call) {
    try {
      Thread.sleep(wait.isPositive() ? wait : Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw call.skip(provider, "interrupted while waiting");
    }
  }

  private Duration patience(Call call) {
    var remaining = call.remaining(time.instant());
    return remaining.isPositive()
        ? Duration.ofMillis((long) (remaining.toMillis() * config.waitingShare()))
        : Duration.ZERO;
  }

  private RuntimeException repeatable(ProviderFailure failure, Call call) {
    var wait = failure.details().waitHint().orElse(Duration.ZERO);
    return failure.retryable() && wait.compareTo(patience(call)) > 0
        ? new Unrepeatable(failure)
        : failure;
  }

  private void noteOpenBreakersBefore(Provider provider, Call call) {
    for (var earlier : Provider.values()) {
      if (earlier.compareTo(provider) < 0) {
        noteOpenBreaker(earlier, call);
      }
    }
  }

  /** A step whose breaker is open is never entered, so its absence from the path tells. */
  private void noteOpenBreaker(Provider provider, Call call) {
    if (!call.onPath(provider)) {
      call.skip(provider, "its circuit breaker is open");
    }
  }
}
