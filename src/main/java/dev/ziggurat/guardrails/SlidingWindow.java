package dev.ziggurat.guardrails;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Applies a rule to a text in a window that slides over it. A character leaves when everything that
 * begins at it lies within the window; so a part that is not longer than the window is found
 * wherever the text was divided. The window moves by fixed steps of the text, not by the parts that
 * come, so that the result never depends on them.
 */
final class SlidingWindow implements TextStream {

  /** The window moves by this part of its length. */
  private static final int STEPS_PER_WINDOW = 4;

  /** Characters before a part that a rule may look at. */
  private static final int CONTEXT = 2;

  private final TextRule rule;
  private final int step;
  private final int reach;
  private final Consumer<Finding> found;
  private final StringBuilder held = new StringBuilder();

  /** How many of the characters held have left. */
  private int context;

  private Optional<IntPredicate> continued = Optional.empty();

  /**
   * @param window how many characters are held back
   * @param found told of each part before what comes before it leaves; may throw to refuse the text
   */
  SlidingWindow(TextRule rule, int window, Consumer<Finding> found) {
    this.rule = rule;
    this.step = window / STEPS_PER_WINDOW;
    this.reach = window + step;
    this.found = found;
  }

  @Override
  public String push(String part) {
    held.append(part);
    var out = new StringBuilder();
    skipContinued();
    while (held.length() - context >= reach) {
      slide(held.substring(0, context + reach), context + step, false, out);
      skipContinued();
    }
    return out.toString();
  }

  @Override
  public String end() {
    var out = new StringBuilder();
    if (held.length() > context) {
      slide(held.toString(), held.length(), true, out);
    }
    held.setLength(0);
    context = 0;
    continued = Optional.empty();
    return out.toString();
  }

  private void slide(String text, int to, boolean last, StringBuilder out) {
    var next = context;
    for (var finding : rule.in(text, context, to, last)) {
      found.accept(finding);
      out.append(text, next, finding.start()).append(finding.replacement());
      next = finding.end();
      if (!last && next == text.length()) {
        continued = finding.continued();
      }
    }
    if (next < to) {
      // Never between the halves of one character.
      var end = to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
      out.append(text, next, end);
      next = end;
    }
    left(next);
  }

  private void skipContinued() {
    if (continued.isEmpty()) {
      return;
    }
    var next = context;
    while (next < held.length() && continued.get().test(held.charAt(next))) {
      next++;
    }
    if (next < held.length()) {
      continued = Optional.empty();
    }
    left(next);
  }

  private void left(int next) {
    context = Math.min(CONTEXT, next);
    held.delete(0, next - context);
  }
}
