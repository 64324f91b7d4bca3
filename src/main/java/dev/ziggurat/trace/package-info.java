/** OpenTelemetry spans of ticks, turns and attempts, and metrics by OTLP. */
package dev.ziggurat.trace;
