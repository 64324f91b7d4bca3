package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Asks one provider once, independent of the chain: no concurrency limit, no retry, no fallback. An
 * answer ends the cooldowns of the provider and of the model, and closes the provider's circuit
 * breakers; a failure affects neither.
 */
@Singleton
public class Probe {

  private final ChatProviders providers;
  private final AttemptRecorder recorder;
  private final Settings settings;
  private final CooldownReset cooldownReset;
  private final InstantSource time;

  Probe(
      ChatProviders providers,
      AttemptRecorder recorder,
      Settings settings,
      CooldownReset cooldownReset,
      InstantSource time) {
    this.cooldownReset = cooldownReset;
    this.providers = providers;
    this.recorder = recorder;
    this.settings = settings;
    this.time = time;
  }

  /**
   * The result of a probe.
   *
   * @param attempt for the ledger, success or failure; empty when no key is set
   * @param completion the answer, also when it is not usable
   * @param failure why the probe failed; empty on success
   */
  public record Result(
      Optional<Attempt> attempt,
      Optional<Completion> completion,
      Optional<ProviderFailure> failure) {}

  /** Asks and waits for the answer, at most {@code limit}. */
  public Result ask(Offer offer, ChatRequest request, Caller caller, Duration limit) {
    var result = asked(offer, request, caller, limit);
    if (result.failure().isEmpty()) {
      cooldownReset.afterAnswer(offer.provider(), offer.model().id());
    }
    return result;
  }

  private Result asked(Offer offer, ChatRequest request, Caller caller, Duration limit) {
    var view = settings.current();
    var chat = providers.of(view.providers().get(offer.provider()));
    var noKey =
        chat.unusableReason()
            .<ProviderFailure>map(
                reason -> new ProviderFailure.AuthRejected(offer.provider(), Details.of(reason)));
    if (noKey.isPresent()) {
      return new Result(Optional.empty(), Optional.empty(), noKey);
    }
    var deadline = time.instant().plus(limit);
    var call =
        new Call(
            request,
            AnswerCheck.notEmpty(),
            caller,
            view,
            () -> deadline,
            CallOptions.DEFAULT.requesting(List.of(offer)).fallback(false));
    AttemptRecorder.Recording recording;
    try {
      recording = recorder.start(chat, offer, call);
    } catch (NotCounted overBudget) {
      var blocked = Details.of(overBudget.getMessage());
      return new Result(
          Optional.empty(),
          Optional.empty(),
          Optional.of(new ProviderFailure.BillingBlocked(offer.provider(), blocked)));
    }
    try {
      var completion = chat.complete(request, offer.model(), limit);
      call.check().require(completion);
      recording.succeeded(completion);
      return result(call, Optional.of(completion), Optional.empty());
    } catch (ProviderFailure failure) {
      recording.failed(failure);
      return result(call, failure.details().completion(), Optional.of(failure));
    } catch (RuntimeException unforeseen) {
      var unusable = SingleAttempt.processingFailed(offer.provider(), unforeseen);
      recording.failed(unusable);
      return result(call, Optional.empty(), Optional.of(unusable));
    }
  }

  private static Result result(
      Call call, Optional<Completion> completion, Optional<ProviderFailure> failure) {
    return new Result(Optional.of(call.attempts().getFirst()), completion, failure);
  }
}
