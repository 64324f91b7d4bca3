package dev.ziggurat.simulator;

import java.util.List;
import java.util.OptionalInt;

/**
 * Options of an answer.
 *
 * @param stops stop sequences, not part of it
 * @param answers number of answers
 * @param probabilities alternatives to return per token; empty without log probabilities
 */
record AnswerOptions(List<String> stops, int answers, OptionalInt probabilities) {

  AnswerOptions {
    stops = List.copyOf(stops);
  }
}
