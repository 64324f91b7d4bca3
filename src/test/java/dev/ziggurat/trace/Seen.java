package dev.ziggurat.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A span as it arrived. */
record Seen(Span span) {

  String name() {
    return span.getName();
  }

  boolean isChildOf(Seen parent) {
    return span.getParentSpanId().equals(parent.span.getSpanId())
        && span.getTraceId().equals(parent.span.getTraceId());
  }

  boolean isLinkedTo(Seen other) {
    return span.getLinksList().stream()
        .anyMatch(
            link ->
                link.getTraceId().equals(other.span.getTraceId())
                    && link.getSpanId().equals(other.span.getSpanId()));
  }

  /** The texts of a list. */
  List<String> texts(String name) {
    return attribute(name).stream()
        .flatMap(list -> list.getArrayValue().getValuesList().stream())
        .map(AnyValue::getStringValue)
        .toList();
  }

  boolean isRoot() {
    return span.getParentSpanId().isEmpty();
  }

  String traceId() {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  boolean isFailed() {
    return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  Optional<AnyValue> attribute(String name) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(attribute -> attribute.getValue())
        .findFirst();
  }

  String text(String name) {
    return attribute(name).map(AnyValue::getStringValue).orElse("");
  }

  long number(String name) {
    return attribute(name).map(AnyValue::getIntValue).orElse(-1L);
  }
}
