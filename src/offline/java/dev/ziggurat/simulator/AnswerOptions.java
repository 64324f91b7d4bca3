package dev.ziggurat.simulator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of an answer.
 *
 * @param stops stop sequences, not part of it
 * @param answers number of answers
 * @param probabilities alternatives to return per token; empty without log probabilities
 * @param tier the service tier that is asked for; empty for the usual one
 */
record AnswerOptions(
    List<String> stops, int answers, OptionalInt probabilities, Optional<String> tier) {

  AnswerOptions {
    stops = List.copyOf(stops);
  }
}
