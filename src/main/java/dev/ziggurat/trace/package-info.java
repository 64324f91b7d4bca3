/** OpenTelemetry spans of ticks, turns and attempts. */
package dev.ziggurat.trace;
