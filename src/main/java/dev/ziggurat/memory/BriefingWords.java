package dev.ziggurat.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a briefing that memories are searched for: at most {@value #MOST}, the longest of
 * them, because names and subjects are longer than what every briefing has.
 */
record BriefingWords(List<String> words) {

  private static final int MOST = 40;
  private static final int MIN_CHARACTERS = 3;
  private static final int MAX_CHARACTERS = 40;

  /** Longer briefings are searched to here. */
  private static final int SEARCHED_CHARACTERS = 20_000;

  private static final Pattern WORD =
      Pattern.compile("\\p{L}[\\p{L}\\p{N}]{%d,}".formatted(MIN_CHARACTERS - 1));

  static BriefingWords of(String briefing) {
    var searched = briefing.substring(0, Math.min(briefing.length(), SEARCHED_CHARACTERS));
    return new BriefingWords(
        WORD.matcher(searched)
            .results()
            .map(MatchResult::group)
            .filter(word -> word.length() <= MAX_CHARACTERS)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .limit(MOST)
            .toList());
  }

  /** Any of the words, as PostgreSQL's {@code tsquery}; empty without words. */
  String any() {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" | "));
  }
}
