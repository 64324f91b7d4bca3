package dev.ziggurat.guardrails;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the matches of a regular expression. */
record PatternRule(Pattern pattern, FindingAction action, String replacement) implements TextRule {

  @Override
  public List<Finding> in(String text, int from, int to, boolean last) {
    var found = new ArrayList<Finding>();
    var matcher = pattern.matcher(text);
    var next = from;
    while (next < to && matcher.find(next) && matcher.start() < to) {
      if (matcher.end() == matcher.start()) {
        next = matcher.end() + 1;
      } else {
        next = matcher.end();
        found.add(
            new Finding(matcher.start(), next, "pattern", action, replacement, Optional.empty()));
      }
    }
    return found;
  }
}
