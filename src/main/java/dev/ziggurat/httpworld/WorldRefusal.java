package dev.ziggurat.httpworld;

/** A world refused what it was asked for, because a field of it is wrong. */
final class WorldRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Creates the refusal.
   *
   * @param field its name; empty if the world named none
   */
  WorldRefusal(String field, String fault) {
    super(fault);
    this.field = field;
  }

  String field() {
    return field;
  }
}
