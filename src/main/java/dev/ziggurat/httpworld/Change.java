package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.SingleLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a world says that changed.
 *
 * @param digest of its new state, in hexadecimal
 * @param microScores the scores that changed, in millionths of a point, by handle
 * @param happenings counts for the report
 */
record Change(
    String digest,
    List<Event> events,
    Map<String, Long> microScores,
    Map<String, Integer> happenings) {

  /** The most events of one answer; further ones are dropped. */
  static final int MOST_EVENTS = 1_000;

  private static final int MOST_SCORES = 100_000;
  private static final int MOST_HAPPENINGS = 50;
  private static final int NAME_CHARACTERS = 60;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{1,128}");

  /**
   * What happened, in the words of the world.
   *
   * @param agent the handle of whom it is about, if it is about one
   */
  record Event(String text, Optional<String> agent) {}

  static Change of(AnswerField answer, int longestEvent, CutTexts cuts) {
    answer.object();
    return new Change(
        answer.get("digest").word(DIGEST),
        events(answer.get("events"), longestEvent, cuts),
        scores(answer.get("scores")),
        happenings(answer.get("happenings")));
  }

  private static List<Event> events(AnswerField field, int longest, CutTexts cuts) {
    var sent = field.optionalList(Integer.MAX_VALUE);
    var events = new ArrayList<Event>();
    for (var i = 0; i < sent.size() && i < MOST_EVENTS; i++) {
      var each = field.get(i);
      each.object();
      events.add(
          new Event(
              each.get("text").line(longest), each.get("agent").optionalLine(NAME_CHARACTERS)));
    }
    if (sent.size() > MOST_EVENTS) {
      cuts.note("events: only the first %d of %d are kept".formatted(MOST_EVENTS, sent.size()));
    }
    return List.copyOf(events);
  }

  private static Map<String, Long> scores(AnswerField field) {
    ObjectNode sent = field.optionalObject();
    if (sent.size() > MOST_SCORES) {
      throw field.wrong("must have at most " + MOST_SCORES + " entries");
    }
    var scores = new HashMap<String, Long>();
    for (var each : sent.properties()) {
      scores.put(each.getKey().replace("\0", ""), field.get(each.getKey()).microPoints());
    }
    return Map.copyOf(scores);
  }

  private static Map<String, Integer> happenings(AnswerField field) {
    var sent = field.optionalObject();
    if (sent.size() > MOST_HAPPENINGS) {
      throw field.wrong("must have at most " + MOST_HAPPENINGS + " entries");
    }
    var happenings = new TreeMap<String, Integer>();
    for (var each : sent.properties()) {
      happenings.put(
          SingleLine.of(each.getKey(), NAME_CHARACTERS), field.get(each.getKey()).count());
    }
    return happenings;
  }
}
