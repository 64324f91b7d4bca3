package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a provider gave no usable answer: one type per outcome class, two where the chain treats one
 * class in two ways. Messages are made of the provider's own words, cut to size, and never hold a
 * key.
 */
public abstract sealed class ProviderFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Provider provider;
  private final transient Details details;

  /**
   * What came with the failure.
   *
   * @param httpStatus 0 when no answer came
   * @param message the provider's words or ours, at most a few hundred characters
   * @param waitHint how long the provider asks us to wait
   * @param completion the answer that was paid for but cannot be used
   */
  public record Details(
      int httpStatus,
      String message,
      Optional<Duration> waitHint,
      Optional<String> requestId,
      Optional<Completion> completion,
      AnnouncedLimits limits) {

    /** A failure without an HTTP answer. */
    public static Details of(String message) {
      return new Details(
          0, message, Optional.empty(), Optional.empty(), Optional.empty(), AnnouncedLimits.NONE);
    }

    /** An answer that was paid for but cannot be used. */
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

  private ProviderFailure(Provider provider, Details details, Throwable cause) {
    super(provider.id() + ": " + details.message(), cause);
    this.provider = provider;
    this.details = details;
  }

  /** The class of this failure in ledger, path and metrics. */
  public abstract OutcomeClass outcome();

  /** Whether asking the same provider once more can help. */
  public abstract boolean retryable();

  /** Who failed. */
  public Provider provider() {
    return provider;
  }

  /** What came with it. */
  public Details details() {
    return details;
  }

  /**
   * A failure that says something of this call or its model and nothing of the provider's health:
   * no breaker counts it.
   */
  public abstract static sealed class OfTheCall extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    private OfTheCall(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }
  }

  /** The key is missing, wrong or not entitled. */
  public static final class AuthRejected extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public AuthRejected(Provider provider, Details details) {
      this(provider, details, null);
    }

    public AuthRejected(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.AUTH;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The provider does not serve this country. */
  public static final class GeoBlocked extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public GeoBlocked(Provider provider, Details details) {
      this(provider, details, null);
    }

    public GeoBlocked(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.GEO;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** Out of credit or over a spending limit. */
  public static final class BillingBlocked extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public BillingBlocked(Provider provider, Details details) {
      this(provider, details, null);
    }

    public BillingBlocked(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.BILLING;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** Too many requests or tokens; a wait hint says how long. */
  public static final class RateLimited extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public RateLimited(Provider provider, Details details) {
      this(provider, details, null);
    }

    public RateLimited(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.RATE;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The provider is overloaded. */
  public static final class Overloaded extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public Overloaded(Provider provider, Details details) {
      this(provider, details, null);
    }

    public Overloaded(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.CAPACITY;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The provider failed. */
  public static final class ServerFailed extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public ServerFailed(Provider provider, Details details) {
      this(provider, details, null);
    }

    public ServerFailed(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.SERVER;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** No whole answer within the limit; the connection was closed. */
  public static final class TimedOut extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public TimedOut(Provider provider, Details details) {
      this(provider, details, null);
    }

    public TimedOut(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.TIMEOUT;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The connection broke after the request was sent, or the answer was garbled. */
  public static final class ConnectionLost extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public ConnectionLost(Provider provider, Details details) {
      this(provider, details, null);
    }

    public ConnectionLost(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.IO;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** No connection came about, so nothing was asked and nothing was billed. */
  public static final class ConnectFailed extends ProviderFailure {
    private static final long serialVersionUID = 1L;

    public ConnectFailed(Provider provider, Details details) {
      this(provider, details, null);
    }

    public ConnectFailed(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.IO;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The model is unknown to the provider or shut down. */
  public static final class ModelUnavailable extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public ModelUnavailable(Provider provider, Details details) {
      this(provider, details, null);
    }

    public ModelUnavailable(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.MODEL;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The request is too long for the model. */
  public static final class ContextExceeded extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public ContextExceeded(Provider provider, Details details) {
      this(provider, details, null);
    }

    public ContextExceeded(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.CONTEXT;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The request is wrong in a way that every provider would refuse. */
  public static final class InvalidRequest extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public InvalidRequest(Provider provider, Details details) {
      this(provider, details, null);
    }

    public InvalidRequest(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.INVALID;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** This provider, or its model, does not take a parameter that others do. */
  public static final class UnsupportedParameter extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public UnsupportedParameter(Provider provider, Details details) {
      this(provider, details, null);
    }

    public UnsupportedParameter(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.INVALID;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The answer does not have the shape that was asked for; it was paid for. */
  public static final class BadAnswer extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public BadAnswer(Provider provider, Details details) {
      this(provider, details, null);
    }

    public BadAnswer(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.BADJSON;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The model declined to answer; the answer was paid for. */
  public static final class Refused extends OfTheCall {
    private static final long serialVersionUID = 1L;

    public Refused(Provider provider, Details details) {
      this(provider, details, null);
    }

    public Refused(Provider provider, Details details, Throwable cause) {
      super(provider, details, cause);
    }

    @Override
    public OutcomeClass outcome() {
      return OutcomeClass.REFUSAL;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }
}
