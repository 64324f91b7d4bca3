package dev.ziggurat.guardrails;

import java.util.List;

/** Finds parts of a text. Its result depends on nothing but its arguments. */
interface TextRule {

  /**
   * The parts that begin at {@code from} or later and before {@code to}, in order and without
   * overlap.
   *
   * @param text a window of the text; what is before {@code from} was looked at already
   * @param last whether the text ends where the window ends
   */
  List<Finding> in(String text, int from, int to, boolean last);
}
