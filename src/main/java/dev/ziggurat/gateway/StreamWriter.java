package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Opened;
import dev.ziggurat.chain.StreamedRest;
import dev.ziggurat.gateway.cache.Flight;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes a streamed answer as events; what comes together is sent together, and nothing waits for
 * more. What goes wrong once its first content is out is told in an event, and the stream then ends
 * without {@code [DONE]}. A caller that goes away ends the provider's call too.
 */
final class StreamWriter implements StreamingOutput {

  private final Opened.Streaming streaming;
  private final Flight flight;
  private final Presence presence;
  private final Call call;
  private final Wishes wishes;
  private final AttemptQueue ledger;
  private final ObjectMapper json;

  StreamWriter(
      Opened.Streaming streaming,
      Flight flight,
      Presence presence,
      Call call,
      Wishes wishes,
      AttemptQueue ledger,
      ObjectMapper json) {
    this.streaming = streaming;
    this.flight = flight;
    this.presence = presence;
    this.call = call;
    this.wishes = wishes;
    this.ledger = ledger;
    this.json = json;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    var events = new EventWriter(out);
    try (var rest = streaming.rest();
        var _ = presence.whenGone(rest::abandon)) {
      for (var piece : streaming.head()) {
        delta(events, piece);
      }
      pass(rest, events);
    } catch (ProviderFailure failure) {
      events.write(broken(failure));
      events.send();
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } finally {
      flight.end();
      ledger.add(call.attempts());
    }
  }

  private void pass(StreamedRest rest, EventWriter events) throws IOException {
    while (true) {
      switch (rest.next(events::send)) {
        case StreamPiece.Delta delta -> delta(events, delta);
        case StreamPiece.End end -> {
          if (end.completion().finishReason() != FinishReason.REFUSAL) {
            flight.land(call.attempts().getLast());
          }
          if (wishes.explain()) {
            events.write(Explanation.chunk(json, call.path()));
          }
          events.write(EventWriter.DONE);
          events.send();
          return;
        }
      }
    }
  }

  private void delta(EventWriter events, StreamPiece.Delta delta) throws IOException {
    flight.carry(delta.chunk());
    events.write(delta.chunk());
  }

  private String broken(ProviderFailure failure) throws JsonProcessingException {
    return json.writeValueAsString(
        OpenAiError.of(
            "server_error",
            "stream_broken",
            null,
            "The answer broke off. " + failure.getMessage()));
  }
}
