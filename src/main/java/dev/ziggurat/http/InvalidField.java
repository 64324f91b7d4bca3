package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;

/** A field of a body is invalid: 400; the detail names the field by its path. */
public final class InvalidField extends BadRequestException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String fault;

  /**
   * Creates the error.
   *
   * @param field its path, such as {@code agents[3].persona}
   * @param fault the error and the valid values, such as {@code must be true or false}
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

  /** The error. */
  public String fault() {
    return fault;
  }
}
