package dev.ziggurat.simulator;

import java.util.List;
import java.util.OptionalInt;

/**
 * How an answer is wanted.
 *
 * @param stops texts that end it and do not belong to it
 * @param answers how many of it
 * @param probabilities how many alternatives are to be told for each token; empty for none at all
 */
record AnswerOptions(List<String> stops, int answers, OptionalInt probabilities) {

  AnswerOptions {
    stops = List.copyOf(stops);
  }
}
