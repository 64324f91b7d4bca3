package dev.ziggurat.simulator;

/** A field of the faults body that cannot be taken. */
final class InvalidFaultField extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidFaultField(String field, String message) {
    super(message, null, false, false);
    this.field = field;
  }

  /** Where it stands, such as {@code wandb.status}. */
  String field() {
    return field;
  }
}
