package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.gateway.cache.StoredAnswer;
import java.io.ByteArrayOutputStream;

/** Replays a cached streamed answer: all its events at once. */
final class CachedStream {

  private CachedStream() {}

  static byte[] events(StoredAnswer kept, RequestOptions requestOptions, ObjectMapper json) {
    var bytes = new ByteArrayOutputStream();
    var events = new EventWriter(bytes);
    kept.pieces().forEach(events::write);
    if (requestOptions.explain()) {
      events.write(Explanation.chunk(json, kept));
    }
    events.write(EventWriter.DONE);
    return bytes.toByteArray();
  }
}
