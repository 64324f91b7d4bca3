package dev.ziggurat.simulator;

/** An invalid field of the faults body. */
final class InvalidFaultField extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidFaultField(String field, String message) {
    super(message, null, false, false);
    this.field = field;
  }

  /** Its path, such as {@code wandb.status}. */
  String field() {
    return field;
  }
}
