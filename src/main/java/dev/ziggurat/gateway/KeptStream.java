package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.gateway.cache.KeptAnswer;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a streamed answer that was given before. */
final class KeptStream implements StreamingOutput {

  private final KeptAnswer kept;
  private final Wishes wishes;
  private final ObjectMapper json;

  KeptStream(KeptAnswer kept, Wishes wishes, ObjectMapper json) {
    this.kept = kept;
    this.wishes = wishes;
    this.json = json;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    var events = new EventWriter(out);
    for (var chunk : kept.pieces()) {
      events.write(chunk);
    }
    if (wishes.explain()) {
      events.write(Explanation.chunk(json, kept));
    }
    events.write(EventWriter.DONE);
    events.send();
  }
}
