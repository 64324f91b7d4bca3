package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.StepResult;
import dev.ziggurat.chain.StreamRemainder;
import dev.ziggurat.gateway.cache.InFlightAnswer;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import java.io.UncheckedIOException;

/**
 * Forwards a streamed answer to its caller as events. Chunks are forwarded at once by the thread
 * that received them; chunks that arrive together are sent together. A failure after the first
 * content is sent as an error event, and the stream ends without {@code [DONE]}. A caller that
 * disconnects ends the provider's call too, and a slow reader slows it down.
 */
final class StreamedAnswer {

  private final StepResult.Streaming streaming;
  private final StreamRemainder rest;
  private final InFlightAnswer inFlightAnswer;
  private final Call call;
  private final RequestOptions requestOptions;
  private final LedgerQueue ledger;
  private final ObjectMapper json;

  StreamedAnswer(
      StepResult.Streaming streaming,
      InFlightAnswer inFlightAnswer,
      Call call,
      RequestOptions requestOptions,
      LedgerQueue ledger,
      ObjectMapper json) {
    this.streaming = streaming;
    this.rest = streaming.rest();
    this.inFlightAnswer = inFlightAnswer;
    this.call = call;
    this.requestOptions = requestOptions;
    this.ledger = ledger;
    this.json = json;
  }

  /** Starts forwarding, and returns. */
  void forwardTo(StreamResponse response, Runnable afterEnd) {
    new Forwarding(response, afterEnd).begin();
  }

  /** One forwarding, by one thread at a time. */
  private final class Forwarding {

    private final StreamResponse response;
    private final Runnable afterEnd;
    private final EventWriter events;
    private boolean over;

    Forwarding(StreamResponse response, Runnable afterEnd) {
      this.response = response;
      this.afterEnd = afterEnd;
      this.events = new EventWriter(response);
    }

    void begin() {
      synchronized (this) {
        streaming.head().forEach(this::delta);
      }
      response.whenGone(this::gone);
      rest.whenMore(this::forward);
    }

    /** Forwards what has arrived; never blocks. */
    private synchronized void forward() {
      if (over || response.isFull(this::forward)) {
        return;
      }
      try {
        while (!over) {
          switch (rest.poll().orElse(null)) {
            case null -> {
              events.send();
              return;
            }
            case StreamPiece.Delta delta -> delta(delta);
            case StreamPiece.End end -> finish(() -> ended(end));
          }
        }
      } catch (ProviderFailure failure) {
        finish(() -> failed(failure));
      }
    }

    private void delta(StreamPiece.Delta delta) {
      inFlightAnswer.append(delta.chunk());
      events.write(delta.chunk());
    }

    private synchronized void gone() {
      if (!over) {
        finish(() -> {});
      }
    }

    /** Settling may block, so it runs on its own thread. */
    private void finish(Runnable last) {
      over = true;
      Thread.ofVirtual().name("end-of-stream").start(() -> settle(last));
    }

    private void settle(Runnable last) {
      try {
        rest.close();
        last.run();
        events.send();
      } finally {
        inFlightAnswer.end();
        ledger.add(call.attempts());
        call.ended();
        response.end();
        afterEnd.run();
      }
    }

    private void ended(StreamPiece.End end) {
      if (end.completion().finishReason() != FinishReason.REFUSAL) {
        inFlightAnswer.complete(call.attempts().getLast());
      }
      if (requestOptions.explain()) {
        events.write(Explanation.chunk(json, call.path()));
      }
      events.write(EventWriter.DONE);
    }

    private void failed(ProviderFailure failure) {
      events.write(errorEvent(failure));
    }

    private String errorEvent(ProviderFailure failure) {
      try {
        return json.writeValueAsString(
            OpenAiError.of(
                "server_error",
                "stream_broken",
                null,
                "The stream was interrupted. " + failure.getMessage()));
      } catch (JsonProcessingException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
