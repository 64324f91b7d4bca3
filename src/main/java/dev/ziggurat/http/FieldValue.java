package dev.ziggurat.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A field of a body: absent, {@code null}, or a value. In a change, an absent field stays as it is
 * and {@code null} clears it.
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

  /** The value; empty if the field is absent or {@code null}. */
  public Optional<T> value() {
    return value;
  }

  /**
   * The value of a required field.
   *
   * @throws InvalidField if it is absent or {@code null}
   */
  public T required() {
    return value.orElseThrow(() -> new InvalidField(field, "is required"));
  }

  /** The value; {@code usual} if the field is absent or {@code null}. */
  public T orElse(T usual) {
    return value.orElse(usual);
  }

  /**
   * The new value of a field that cannot be null.
   *
   * @throws InvalidField if the change would clear it
   */
  public T over(T current) {
    if (there && value.isEmpty()) {
      throw new InvalidField(field, "cannot be cleared; leave it out to keep it");
    }
    return value.orElse(current);
  }

  /** The new value of a nullable field. */
  public Optional<T> over(Optional<T> current) {
    return there ? value : current;
  }

  /** Converts the value; the function may throw an {@link InvalidField}. */
  public <R> FieldValue<R> map(Function<? super T, ? extends R> reader) {
    return new FieldValue<>(field, there, value.map(reader));
  }

  /** Creates an error for a field that the caller found invalid. */
  public InvalidField wrong(String fault) {
    return new InvalidField(field, fault);
  }
}
