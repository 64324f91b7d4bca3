package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A request to a world, and how its answer is read.
 *
 * @param game its id
 * @param tick that it belongs to, if it does
 * @param operation the path after the world's address; {@code manifest} for the address itself
 * @param body empty for {@code manifest}
 * @param gzip whether the world reads compressed requests
 * @param reader checks the answer; may note what was cut
 */
record WorldRequest<T>(
    String game,
    Optional<Long> tick,
    WorldAddress address,
    String operation,
    Optional<ObjectNode> body,
    boolean gzip,
    Duration limit,
    BiFunction<AnswerField, CutTexts, T> reader) {

  static final String MANIFEST = "manifest";
  static final String FOUND = "found";

  /** The address of the operation. */
  String url() {
    return operation.equals(MANIFEST) ? address.url() : address.url() + '/' + operation;
  }
}
