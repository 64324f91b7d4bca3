package dev.ziggurat.simulator;

import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of faults; at most one per request. */
enum FaultKind {
  STATUS("status"),
  HANG("hang"),
  TRICKLE("trickle"),
  CUT("cut"),
  RESET("reset"),
  TRUNCATED_JSON("truncatedJson"),
  HTML("html"),
  EMPTY_BODY("emptyBody"),
  HUGE_BODY("hugeBody"),
  ERROR_INSIDE("errorInside"),
  FINISH_REASON("finishReason"),
  UNFINISHED("unfinished"),
  WRONG_USAGE("wrongUsage"),
  LOOSE_FORMAT("looseFormat"),
  EMPTY_ANSWER("emptyAnswer"),
  GARBAGE("garbage"),
  THINK_TAGS("thinkTags"),
  FENCED("fenced"),
  CHATTER("chatter"),
  REFUSAL("refusal"),
  MISREAD_NEWS("misreadNews"),
  PART_MISSING("partMissing"),
  PART_BROKEN("partBroken"),
  PARTS_MIXED_UP("partsMixedUp"),
  PARTS_CUT("partsCut");

  private final String field;

  FaultKind(String field) {
    this.field = field;
  }

  /** The name in the faults body. */
  String field() {
    return field;
  }

  static Optional<FaultKind> byField(String field) {
    return Stream.of(values()).filter(each -> each.field.equals(field)).findFirst();
  }

  /** Whether its value says more than that it is wanted. */
  boolean hasValue() {
    return this == STATUS || this == ERROR_INSIDE || this == FINISH_REASON;
  }

  /** Whether it affects the model's text, not its delivery. */
  boolean ofContent() {
    return compareTo(EMPTY_ANSWER) >= 0;
  }

  /** Whether the provider fails before it checks the request. */
  boolean beforeLooking() {
    return compareTo(TRICKLE) <= 0 || this == RESET || this == HTML || this == HUGE_BODY;
  }
}
