package dev.ziggurat.chain;

import org.jspecify.annotations.Nullable;

/** An end of a step that says nothing about the provider's health: no circuit breaker counts it. */
abstract class NotCounted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotCounted(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
