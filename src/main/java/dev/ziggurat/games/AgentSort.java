package dev.ziggurat.games;

import dev.ziggurat.http.QueryFilter;
import java.util.Optional;
import java.util.stream.Stream;

/** The order of a list of agents. */
enum AgentSort {
  HANDLE("handle"),
  HANDLE_DESCENDING("-handle"),
  LAST_TURN("lastTurn"),
  LAST_TURN_DESCENDING("-lastTurn"),
  WORTH("worth"),
  WORTH_DESCENDING("-worth");

  private final String word;

  AgentSort(String word) {
    this.word = word;
  }

  /**
   * Parses the query parameter {@code sort}; by handle if it is left out.
   *
   * @throws jakarta.ws.rs.BadRequestException naming the parameter
   */
  static AgentSort of(Optional<String> sent) {
    return QueryFilter.word("sort", sent, Stream.of(values()).map(sort -> sort.word).toList())
        .flatMap(word -> Stream.of(values()).filter(sort -> sort.word.equals(word)).findFirst())
        .orElse(HANDLE);
  }

  /** Whether the game's world has to sort, which keeps the score. */
  boolean byWorth() {
    return this == WORTH || this == WORTH_DESCENDING;
  }

  boolean byLastTurn() {
    return this == LAST_TURN || this == LAST_TURN_DESCENDING;
  }

  boolean descending() {
    return word.startsWith("-");
  }
}
