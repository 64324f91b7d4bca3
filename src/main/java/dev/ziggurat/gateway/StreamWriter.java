package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Opened;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a streamed answer as events. What goes wrong once its first content is out is told in an
 * event, and the stream then ends without {@code [DONE]}. A caller that goes away ends the
 * provider's call too.
 */
final class StreamWriter implements StreamingOutput {

  private static final byte[] BEGIN = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final String DONE = "[DONE]";

  private final Opened.Streaming streaming;
  private final Presence presence;
  private final Call call;
  private final Wishes wishes;
  private final AttemptQueue ledger;
  private final ObjectMapper json;

  StreamWriter(
      Opened.Streaming streaming,
      Presence presence,
      Call call,
      Wishes wishes,
      AttemptQueue ledger,
      ObjectMapper json) {
    this.streaming = streaming;
    this.presence = presence;
    this.call = call;
    this.wishes = wishes;
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    try (var rest = streaming.rest();
        var _ = presence.whenGone(rest::abandon)) {
      for (var piece : streaming.head()) {
        event(out, piece.chunk());
      }
      out.flush();
      while (true) {
        switch (rest.next()) {
          case StreamPiece.Delta delta -> {
            event(out, delta.chunk());
            out.flush();
          }
          case StreamPiece.End _ -> {
            if (wishes.explain()) {
              event(out, Explanation.chunk(json, call.path()));
            }
            event(out, DONE);
            out.flush();
            return;
          }
        }
      }
    } catch (ProviderFailure failure) {
      event(out, broken(failure));
      out.flush();
    } finally {
      ledger.add(call.attempts());
    }
  }

  private String broken(ProviderFailure failure) throws JsonProcessingException {
    return json.writeValueAsString(
        OpenAiError.of(
            "server_error",
            "stream_broken",
            null,
            "The answer broke off. " + failure.getMessage()));
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(BEGIN);
    out.write(data.getBytes(StandardCharsets.UTF_8));
    out.write(END);
  }
}
