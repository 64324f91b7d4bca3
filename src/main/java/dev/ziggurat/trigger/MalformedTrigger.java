package dev.ziggurat.trigger;

/** What came from outside names no tick. The message begins with the field that is wrong. */
public final class MalformedTrigger extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fault;

  public MalformedTrigger(String field, String wrong) {
    super(field + ": " + wrong);
    this.fault = wrong;
  }

  /** What is wrong, for a caller who knows of what. */
  public String fault() {
    return fault;
  }
}
