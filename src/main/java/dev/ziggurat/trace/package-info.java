/** Spans of ticks, turns and attempts, for whoever watches by OpenTelemetry. */
package dev.ziggurat.trace;
