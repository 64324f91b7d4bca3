package dev.ziggurat.trigger;

/** An invalid trigger. The message begins with the invalid field. */
public final class MalformedTrigger extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fault;

  public MalformedTrigger(String field, String wrong) {
    super(field + ": " + wrong);
    this.fault = wrong;
  }

  /** The error without the field's name. */
  public String fault() {
    return fault;
  }
}
