package dev.ziggurat.world;

/**
 * A world that is not in this process cannot be used: it is down, slow, or what it answered is
 * wrong. Nothing of what it was asked for was written; the same can be asked again.
 */
public final class WorldUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean unsent;

  /**
   * Creates the failure.
   *
   * @param reason for operators: what failed and, of an answer, the field that is wrong
   */
  public WorldUnavailable(String reason) {
    this(reason, false);
  }

  /**
   * Creates the failure.
   *
   * @param unsent whether the world certainly received nothing
   */
  public WorldUnavailable(String reason, boolean unsent) {
    super(reason);
    this.unsent = unsent;
  }

  /** Whether the world certainly received nothing, so that it did nothing. */
  public boolean isUnsent() {
    return unsent;
  }
}
