package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.cache.StoredAnswer;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Replays a cached streamed answer: all its events at once. */
final class CachedStream {

  private CachedStream() {}

  static byte[] events(
      StoredAnswer kept,
      GuardedAnswers answers,
      AnsweredCall call,
      Optional<ObjectNode> explanation) {
    var bytes = new ByteArrayOutputStream();
    var stream = answers.stream(new EventWriter(bytes), call);
    kept.pieces().forEach(stream::piece);
    stream.end(explanation);
    return bytes.toByteArray();
  }
}
