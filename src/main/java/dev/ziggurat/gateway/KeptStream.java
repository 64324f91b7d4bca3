package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.gateway.cache.KeptAnswer;
import java.io.ByteArrayOutputStream;

/** A streamed answer that was given before: its events, all at once. */
final class KeptStream {

  private KeptStream() {}

  static byte[] events(KeptAnswer kept, Wishes wishes, ObjectMapper json) {
    var bytes = new ByteArrayOutputStream();
    var events = new EventWriter(bytes);
    kept.pieces().forEach(events::write);
    if (wishes.explain()) {
      events.write(Explanation.chunk(json, kept));
    }
    events.write(EventWriter.DONE);
    return bytes.toByteArray();
  }
}
