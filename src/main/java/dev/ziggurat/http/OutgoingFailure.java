package dev.ziggurat.http;

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
}
