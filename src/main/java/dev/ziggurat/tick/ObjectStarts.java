package dev.ziggurat.tick;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where JSON objects may begin in an answer: at its opening braces, from first to last, without
 * those in reasoning that stands between tags. A tag inside an object is part of its text. A tag
 * without an end is text, too.
 */
final class ObjectStarts {

  private static final Pattern THOUGHT = Pattern.compile("<(think|thinking|reasoning)>");

  private final String answer;

  /** Tags without an end from here on. */
  private final Set<String> endless = new HashSet<>();

  private int from;

  ObjectStarts(String answer) {
    this.answer = answer;
  }

  /** The next one, which is looked for after the last; negative if there is none. */
  int next() {
    var thought = THOUGHT.matcher(answer);
    while (true) {
      var brace = answer.indexOf('{', from);
      if (brace < 0) {
        return brace;
      }
      if (!thought.region(from, brace).find()) {
        from = brace + 1;
        return brace;
      }
      from = afterThought(thought.group(1), thought.end());
    }
  }

  private int afterThought(String tag, int begin) {
    var end = "</" + tag + ">";
    var found = endless.contains(tag) ? -1 : answer.indexOf(end, begin);
    if (found < 0) {
      endless.add(tag);
      return begin;
    }
    return found + end.length();
  }
}
