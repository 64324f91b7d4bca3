package dev.ziggurat.httpworld;

/** A world refused to found a game, because a setting is wrong. */
final class WorldRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Creates the refusal.
   *
   * @param field the name of the setting; empty if the world named none
   */
  WorldRefusal(String field, String fault) {
    super(fault);
    this.field = field;
  }

  String field() {
    return field;
  }
}
