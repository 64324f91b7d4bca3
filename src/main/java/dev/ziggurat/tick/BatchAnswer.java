package dev.ziggurat.tick;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One answer for several agents, taken apart. The part of each is looked for by itself, so that a
 * part that is broken, cut off or missing spoils no other. A part with an id that nobody has is
 * ignored; an id that comes more than once is nobody's.
 *
 * @param texts the part of each agent that has a readable one, by id, as the model wrote it
 * @param problems why there is none, by id
 */
record BatchAnswer(Map<String, String> texts, Map<String, String> problems) {

  /** Above any answer that fits into a model's output. */
  private static final int MAX_CHARACTERS = 1_000_000;

  /** So many places are looked at for each agent. */
  private static final int MAX_TRIES = 50;

  BatchAnswer {
    texts = Map.copyOf(texts);
    problems = Map.copyOf(problems);
  }

  /**
   * Takes an answer apart.
   *
   * @param ids of the agents that were asked for
   */
  static BatchAnswer of(String answer, List<String> ids, DecisionParser decisions) {
    return new Reader(answer, Set.copyOf(ids), decisions).read();
  }

  private static final class Reader {

    private final String answer;
    private final Set<String> ids;
    private final DecisionParser decisions;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    Reader(String answer, Set<String> ids, DecisionParser decisions) {
      this.answer = answer;
      this.ids = ids;
      this.decisions = decisions;
    }

    BatchAnswer read() {
      if (answer.length() > MAX_CHARACTERS) {
        ids.forEach(id -> problems.put(id, "the answer is longer than " + MAX_CHARACTERS));
        return new BatchAnswer(texts, problems);
      }
      var starts = new ObjectStarts(answer);
      var after = 0;
      for (var tries = 0; tries < MAX_TRIES * ids.size(); tries++) {
        var start = starts.next();
        while (start >= 0 && start < after) {
          start = starts.next();
        }
        if (start < 0) {
          break;
        }
        after = Math.max(after, part(start));
      }
      ids.stream()
          .filter(id -> !texts.containsKey(id))
          .forEach(id -> problems.putIfAbsent(id, "the answer has no part for it"));
      return new BatchAnswer(texts, problems);
    }

    /** Reads the part that may begin here; where to go on: behind it, or within it. */
    private int part(int start) {
      var located = decisions.located(answer, start).filter(found -> id(found).isPresent());
      if (located.isEmpty()) {
        return start + 1;
      }
      var id = id(located.get()).get();
      var text = answer.substring(start, located.get().end());
      try {
        decisions.parse(text);
        add(id, text);
        return located.get().end();
      } catch (DecisionParser.Unreadable unreadable) {
        if (ids.contains(id) && seen.add(id)) {
          problems.put(id, unreadable.getMessage());
        }
        return start + 1;
      }
    }

    private static Optional<String> id(DecisionParser.Located found) {
      return Optional.ofNullable(found.object().path(BatchPrompt.AGENT).textValue());
    }

    private void add(String id, String text) {
      if (!ids.contains(id)) {
        return;
      }
      if (seen.add(id)) {
        texts.put(id, text);
      } else {
        texts.remove(id);
        problems.put(id, "its id comes more than once in the answer");
      }
    }
  }
}
