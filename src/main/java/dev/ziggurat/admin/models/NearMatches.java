package dev.ziggurat.admin.models;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Names that somebody may have meant. */
final class NearMatches {

  private static final int MOST = 5;

  /** A part of a name as short as this is in too many names to mean one. */
  private static final int SHORTEST_PART = 3;

  private NearMatches() {}

  private record Match(String name, int distance) {}

  /**
   * At most five of the known names, the nearest first: those that contain the name or are
   * contained in it, and those that differ from it in at most a third of its letters. Upper and
   * lower case are one, and what stands before the last slash may be left out.
   */
  static List<String> of(String name, Collection<String> known) {
    var wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .distinct()
        .flatMap(
            candidate ->
                distance(wanted, candidate.toLowerCase(Locale.ROOT)).stream()
                    .mapToObj(distance -> new Match(candidate, distance)))
        .sorted(Comparator.comparingInt(Match::distance).thenComparing(Match::name))
        .limit(MOST)
        .map(Match::name)
        .toList();
  }

  private static OptionalInt distance(String wanted, String candidate) {
    var bound = Math.max(1, wanted.length() / 3);
    var whole = edits(wanted, candidate, bound);
    var last = edits(last(wanted), last(candidate), Math.max(1, last(wanted).length() / 3));
    var nearest = Math.min(whole, last);
    if (nearest <= bound) {
      return OptionalInt.of(nearest);
    }
    return isPart(wanted, candidate) || isPart(last(wanted), candidate)
        ? OptionalInt.of(bound + Math.abs(candidate.length() - wanted.length()))
        : OptionalInt.empty();
  }

  private static boolean isPart(String one, String other) {
    return Math.min(one.length(), other.length()) >= SHORTEST_PART
        && (one.contains(other) || other.contains(one));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * How many letters must be put in, left out or replaced to make one text of the other
   * (Levenshtein 1966); {@code Integer.MAX_VALUE} when more than the bound.
   */
  static int edits(String one, String other, int bound) {
    if (Math.abs(one.length() - other.length()) > bound) {
      return Integer.MAX_VALUE;
    }
    var row = new int[other.length() + 1];
    for (var j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      var least = i;
      for (var j = 1; j <= other.length(); j++) {
        var replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
        least = Math.min(least, row[j]);
      }
      if (least > bound) {
        return Integer.MAX_VALUE;
      }
    }
    return row[other.length()] <= bound ? row[other.length()] : Integer.MAX_VALUE;
  }
}
