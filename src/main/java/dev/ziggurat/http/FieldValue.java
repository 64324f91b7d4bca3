package dev.ziggurat.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a body says of one field: nothing, {@code null}, or a value. In a change, a field left out
 * stays as it is and {@code null} clears it.
 */
public final class FieldValue<T> {

  private final String field;
  private final boolean there;
  private final Optional<T> value;

  FieldValue(String field, boolean there, Optional<T> value) {
    this.field = field;
    this.there = there;
    this.value = value;
  }

  /** Whether the field is in the body, with a value or with {@code null}. */
  public boolean isThere() {
    return there;
  }

  /** The value; empty if the field is left out or {@code null}. */
  public Optional<T> value() {
    return value;
  }

  /**
   * The value of a field that a body must have.
   *
   * @throws InvalidField if it is left out or {@code null}
   */
  public T required() {
    return value.orElseThrow(() -> new InvalidField(field, "is required"));
  }

  /** The value; {@code usual} if the field is left out or {@code null}. */
  public T orElse(T usual) {
    return value.orElse(usual);
  }

  /**
   * What a field that always has a value is after the change.
   *
   * @throws InvalidField if the change would clear it
   */
  public T over(T current) {
    if (there && value.isEmpty()) {
      throw new InvalidField(field, "cannot be cleared; leave it out to keep it");
    }
    return value.orElse(current);
  }

  /** What a field that may be empty is after the change. */
  public Optional<T> over(Optional<T> current) {
    return there ? value : current;
  }

  /** The same field read as something else; the reader may throw a {@link InvalidField}. */
  public <R> FieldValue<R> map(Function<? super T, ? extends R> reader) {
    return new FieldValue<>(field, there, value.map(reader));
  }

  /** That this field is wrong, for a reason only the caller knows. */
  public InvalidField wrong(String fault) {
    return new InvalidField(field, fault);
  }
}
