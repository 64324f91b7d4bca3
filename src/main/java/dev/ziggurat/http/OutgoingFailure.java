package dev.ziggurat.http;

import java.time.Duration;

/** A request that this process sent has no answer. */
public final class OutgoingFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What went wrong. */
  public enum Kind {
    /** The address has no TLS, and private addresses are not allowed. */
    NOT_SECURE,
    /** The address is not public, and private addresses are not allowed. */
    NOT_PUBLIC,
    /** The name is unknown, or nobody listens there: nothing was sent. */
    UNREACHABLE,
    /** The connection ended before the answer did. */
    CLOSED,
    /** No answer in time. */
    LATE,
    /** The answer is longer than allowed. */
    TOO_LONG,
    /** The caller was interrupted. */
    INTERRUPTED
  }

  OutgoingFailure(Kind kind) {
    super(kind.name(), null, false, false);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * The reason in words, for operators.
   *
   * @param who was asked, such as {@code webhook}
   * @param setting the setting that allows private addresses
   * @param limit how long the answer could take
   */
  public String reason(String who, String setting, Duration limit) {
    return switch (kind) {
      case NOT_SECURE -> "the " + who + " has no https address";
      case NOT_PUBLIC -> "the %s's address is not public (%s)".formatted(who, setting);
      case UNREACHABLE, CLOSED -> "the " + who + " cannot be reached";
      case LATE -> "no answer within " + limit.toMillis() + " ms";
      case TOO_LONG -> "the " + who + "'s answer is too long";
      case INTERRUPTED -> "the call was cancelled";
    };
  }
}
