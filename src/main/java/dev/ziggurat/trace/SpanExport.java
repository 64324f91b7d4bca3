package dev.ziggurat.trace;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether spans are sent anywhere. The tracer does not tell: with the SDK disabled, or without an
 * address for spans, it records them all the same and drops them at their end.
 */
@Singleton
class SpanExport {

  private final boolean on;

  SpanExport(
      @ConfigProperty(name = TraceTarget.SDK_DISABLED) boolean disabled,
      @ConfigProperty(name = TraceTarget.SPANS_ENDPOINT, defaultValue = TraceTarget.NOWHERE)
          String endpoint) {
    this.on = !disabled && !endpoint.isBlank();
  }

  /** Whether they are; if not, none need be made. */
  boolean on() {
    return on;
  }
}
