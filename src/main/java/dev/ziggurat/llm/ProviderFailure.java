package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider gave no usable answer: one type per outcome class, two where the chain handles one
 * class in two ways. Messages contain the provider's own text, truncated, and never a key.
 */
@SuppressWarnings("serial")
public abstract sealed class ProviderFailure extends RuntimeException {

  private final Provider provider;
  private final OutcomeClass outcome;
  private final boolean retryable;
  private final transient Details details;

  /**
   * Details of a failure.
   *
   * @param httpStatus 0 without an HTTP response
   * @param message the provider's text or ours, at most a few hundred characters
   * @param waitHint how long the provider asks to wait ({@code Retry-After})
   * @param completion the answer that was billed but is not usable
   * @param parameter the field of the request that the provider named, as in {@code
   *     messages[1].content}
   * @param code the provider's own code of the error
   */
  public record Details(
      int httpStatus,
      String message,
      Optional<Duration> waitHint,
      Optional<String> requestId,
      Optional<Completion> completion,
      AnnouncedLimits limits,
      Optional<String> parameter,
      Optional<String> code) {

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
    private static final int MAX_PARAMETER = 200;

    /** Details that name no parameter and no code. */
    public Details(
        int httpStatus,
        String message,
        Optional<Duration> waitHint,
        Optional<String> requestId,
        Optional<Completion> completion,
        AnnouncedLimits limits) {
      this(
          httpStatus,
          message,
          waitHint,
          requestId,
          completion,
          limits,
          Optional.empty(),
          Optional.empty());
    }

    /**
     * A copy with what the provider named.
     *
     * @param named the parameter, with vLLM's {@code body.} before it or without; may be empty
     * @param reported the code; empty, or a number that repeats the status
     */
    public Details naming(String named, String reported) {
      return new Details(
          httpStatus,
          message,
          waitHint,
          requestId,
          completion,
          limits,
          Optional.of(named.startsWith("body.") ? named.substring(5) : named)
              .filter(name -> !name.isEmpty() && name.length() <= MAX_PARAMETER),
          Optional.of(reported).filter(CODE.asMatchPredicate()));
    }

    /** A failure without an HTTP response. */
    public static Details of(String message) {
      return new Details(
          0, message, Optional.empty(), Optional.empty(), Optional.empty(), AnnouncedLimits.NONE);
    }

    /** A copy with another message. */
    public Details with(String other) {
      return new Details(
          httpStatus, other, waitHint, requestId, completion, limits, parameter, code);
    }

    /** An answer that was billed but is not usable. */
    public static Details of(Completion completion, String message) {
      return new Details(
          200,
          message,
          Optional.empty(),
          completion.requestId(),
          Optional.of(completion),
          completion.limits());
    }
  }

  private ProviderFailure(
      Provider provider,
      OutcomeClass outcome,
      boolean retryable,
      Details details,
      @Nullable Throwable cause) {
    super(provider.id() + ": " + details.message(), cause);
    this.provider = provider;
    this.outcome = outcome;
    this.retryable = retryable;
    this.details = details;
  }

  /** The provider that failed. */
  public Provider provider() {
    return provider;
  }

  /** The outcome class in ledger, path and metrics. */
  public OutcomeClass outcome() {
    return outcome;
  }

  /** Whether retrying the same provider can help. */
  public boolean retryable() {
    return retryable;
  }

  /** The details. */
  public Details details() {
    return details;
  }

  /**
   * A failure caused by this call or its model, not by the provider's health: no circuit breaker
   * counts it, and it is not retried.
   */
  public abstract static sealed class OfTheCall extends ProviderFailure {
    private OfTheCall(Provider provider, OutcomeClass outcome, Details details) {
      super(provider, outcome, false, details, null);
    }
  }

  /** The key is missing, wrong or not entitled. */
  public static final class AuthRejected extends ProviderFailure {
    public AuthRejected(Provider provider, Details details) {
      super(provider, OutcomeClass.AUTH, false, details, null);
    }
  }

  /** The provider does not serve this country. */
  public static final class GeoBlocked extends ProviderFailure {
    public GeoBlocked(Provider provider, Details details) {
      super(provider, OutcomeClass.GEO, false, details, null);
    }
  }

  /** Out of credit or over a spending limit. */
  public static final class BillingBlocked extends ProviderFailure {
    public BillingBlocked(Provider provider, Details details) {
      super(provider, OutcomeClass.BILLING, false, details, null);
    }
  }

  /** Too many requests or tokens; the wait hint says for how long. */
  public static final class RateLimited extends ProviderFailure {
    public RateLimited(Provider provider, Details details) {
      super(provider, OutcomeClass.RATE, true, details, null);
    }
  }

  /** The provider is overloaded. */
  public static final class Overloaded extends ProviderFailure {
    public Overloaded(Provider provider, Details details) {
      super(provider, OutcomeClass.CAPACITY, true, details, null);
    }
  }

  /** The provider answered with a server error. */
  public static final class ServerFailed extends ProviderFailure {
    public ServerFailed(Provider provider, Details details) {
      super(provider, OutcomeClass.SERVER, true, details, null);
    }
  }

  /** The address has no such API: the API base is wrong. */
  public static final class WrongAddress extends ProviderFailure {
    public WrongAddress(Provider provider, Details details) {
      super(
          provider,
          OutcomeClass.SERVER,
          false,
          details.with(
              "HTTP %d without naming a model, so the API base is probably wrong (most end in /v1): %s"
                  .formatted(details.httpStatus(), details.message())),
          null);
    }
  }

  /** No complete answer within the limit; the connection was closed. */
  public static final class TimedOut extends ProviderFailure {
    public TimedOut(Provider provider, Details details) {
      this(provider, details, null);
    }

    public TimedOut(Provider provider, Details details, @Nullable Throwable cause) {
      super(provider, OutcomeClass.TIMEOUT, false, details, cause);
    }
  }

  /** The connection broke after the request was sent, or the response could not be parsed. */
  public static final class ConnectionLost extends ProviderFailure {
    public ConnectionLost(Provider provider, Details details) {
      super(provider, OutcomeClass.IO, false, details, null);
    }

    public ConnectionLost(Provider provider, Details details, @Nullable Throwable cause) {
      super(provider, OutcomeClass.IO, false, details, cause);
    }
  }

  /** No connection was established, so nothing was sent and nothing is billed. */
  public static final class ConnectFailed extends ProviderFailure {
    public ConnectFailed(Provider provider, Details details, @Nullable Throwable cause) {
      super(provider, OutcomeClass.IO, true, details, cause);
    }
  }

  /** The model is unknown to the provider or shut down. */
  public static final class ModelUnavailable extends OfTheCall {
    public ModelUnavailable(Provider provider, Details details) {
      super(provider, OutcomeClass.MODEL, details);
    }
  }

  /** The request is too long for the model. */
  public static final class ContextExceeded extends OfTheCall {
    public ContextExceeded(Provider provider, Details details) {
      super(provider, OutcomeClass.CONTEXT, details);
    }
  }

  /** The provider refused the request as invalid; another one may accept it. */
  public static final class InvalidRequest extends OfTheCall {
    public InvalidRequest(Provider provider, Details details) {
      super(provider, OutcomeClass.INVALID, details);
    }
  }

  /** This provider or its model does not support a parameter that others do. */
  public static final class UnsupportedParameter extends OfTheCall {
    public UnsupportedParameter(Provider provider, Details details) {
      super(provider, OutcomeClass.INVALID, details);
    }
  }

  /** The answer does not match the requested schema; it was billed. */
  public static final class BadAnswer extends OfTheCall {
    public BadAnswer(Provider provider, Details details) {
      super(provider, OutcomeClass.BADJSON, details);
    }
  }

  /** The caller left before the answer was complete; the connection was closed. */
  public static final class Cancelled extends OfTheCall {
    public Cancelled(Provider provider, Details details) {
      super(provider, OutcomeClass.CANCELLED, details);
    }
  }

  /** The model declined to answer; the answer was billed. */
  public static final class Refused extends OfTheCall {
    public Refused(Provider provider, Details details) {
      super(provider, OutcomeClass.REFUSAL, details);
    }
  }
}
