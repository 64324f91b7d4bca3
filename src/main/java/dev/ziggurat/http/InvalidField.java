package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;

/** A field of a body is not what it must be: 400, and the detail names the field by its path. */
public final class InvalidField extends BadRequestException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String fault;

  /**
   * A field and what is wrong with it.
   *
   * @param field its path, such as {@code agents[3].persona}
   * @param fault what is wrong and what would be right, such as {@code must be true or false}
   */
  public InvalidField(String field, String fault) {
    super(field + ": " + fault);
    this.field = field;
    this.fault = fault;
  }

  /** The path of the field. */
  public String field() {
    return field;
  }

  /** What is wrong with it. */
  public String fault() {
    return fault;
  }
}
