package dev.ziggurat.catalogue;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Guesses which model somebody meant who mistyped its name. */
@Singleton
public class NearMatches {

  private static final int MOST = 3;

  /** Names that differ in more than this part of their letters have nothing in common. */
  private static final double FARTHEST = 0.5;

  /** Longer names are compared by their beginning. */
  private static final int LONGEST = 200;

  private final Catalogue catalogue;

  NearMatches(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private record Near(String id, double distance) {}

  /** The ids of models that answer today and are written much like this, the nearest first. */
  public List<String> of(String name) {
    return among(catalogue.offers().stream().map(offer -> offer.model().id()).toList(), name, MOST);
  }

  /** Those of these ids that are written much like this, so many at most, the nearest first. */
  public static List<String> among(Collection<String> ids, String name, int most) {
    var wanted = plain(name);
    return ids.stream()
        .distinct()
        .map(id -> new Near(id, distance(wanted, plain(id))))
        .filter(near -> near.distance() <= FARTHEST)
        .sorted(Comparator.comparingDouble(Near::distance).thenComparing(Near::id))
        .limit(most)
        .map(Near::id)
        .toList();
  }

  /** What people get right: letters and digits, and what comes after the vendor's name. */
  private static String plain(String name) {
    var model = name.substring(name.lastIndexOf('/') + 1);
    var letters = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return letters.substring(0, Math.min(letters.length(), LONGEST));
  }

  /** From 0 for the same to 1 for nothing in common; a part of the name is half as far. */
  private static double distance(String wanted, String known) {
    var longer = Math.max(1, Math.max(wanted.length(), known.length()));
    var distance = (double) edits(wanted, known) / longer;
    return !wanted.isEmpty() && known.contains(wanted) ? distance / 2 : distance;
  }

  /** The Levenshtein distance, row by row. */
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
