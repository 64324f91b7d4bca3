package dev.ziggurat.catalogue;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Suggests similar model names for a mistyped one. */
@Singleton
public class NearMatches {

  private static final int MAX_MATCHES = 3;

  /** Relative edit distance above which two names count as unrelated. */
  private static final double MAX_DISTANCE = 0.5;

  /** Only this many leading characters are compared. */
  private static final int MAX_COMPARED_CHARACTERS = 200;

  private final Catalogue catalogue;

  NearMatches(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private record Match(String id, double distance) {}

  /** The ids of models available today that are similar to this name, the most similar first. */
  public List<String> of(String name) {
    return among(
        catalogue.offers().stream().map(offer -> offer.model().id()).toList(), name, MAX_MATCHES);
  }

  /** The ids similar to this name, at most {@code max}, the most similar first. */
  public static List<String> among(Collection<String> ids, String name, int max) {
    var wanted = normalized(name);
    return ids.stream()
        .distinct()
        .map(id -> new Match(id, distance(wanted, normalized(id))))
        .filter(match -> match.distance() <= MAX_DISTANCE)
        .sorted(Comparator.comparingDouble(Match::distance).thenComparing(Match::id))
        .limit(max)
        .map(Match::id)
        .toList();
  }

  /** Normalized name for comparison: lower-case letters and digits, without the vendor prefix. */
  private static String normalized(String name) {
    var model = name.substring(name.lastIndexOf('/') + 1);
    var letters = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return letters.substring(0, Math.min(letters.length(), MAX_COMPARED_CHARACTERS));
  }

  /**
   * Relative edit distance, 0 for equal names to 1 for unrelated ones; halved when one name
   * contains the other.
   */
  private static double distance(String wanted, String known) {
    var longer = Math.max(1, Math.max(wanted.length(), known.length()));
    var distance = (double) edits(wanted, known) / longer;
    return !wanted.isEmpty() && known.contains(wanted) ? distance / 2 : distance;
  }

  /** The Levenshtein distance, computed row by row. */
  private static int edits(String one, String other) {
    var row = IntStream.rangeClosed(0, other.length()).toArray();
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= other.length(); j++) {
        var replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
