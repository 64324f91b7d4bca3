package dev.ziggurat.guardrails;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A part of a text that a guardrail found.
 *
 * @param start index of its first character
 * @param end index after its last character
 * @param what its kind, for people; never the text itself
 * @param continued the characters that belong to it too if they follow a part that ends where the
 *     window ends; empty if it has no open end
 */
record Finding(
    int start,
    int end,
    String what,
    FindingAction action,
    String replacement,
    Optional<IntPredicate> continued) {}
