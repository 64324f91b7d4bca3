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
 * A streamed answer on its way to its caller, as events. What comes is passed on at once by the
 * thread that it comes by; what comes together is sent together. What goes wrong once its first
 * content is out is told in an event, and the stream then ends without {@code [DONE]}. A caller
 * that goes away ends the provider's call too, and one that reads slowly slows it down.
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

  /** Begins to pass it on, and returns. */
  void passTo(StreamResponse response, Runnable afterEnd) {
    new Passage(response, afterEnd).begin();
  }

  /** One passing on, by one thread at a time. */
  private final class Passage {

    private final StreamResponse response;
    private final Runnable afterEnd;
    private final EventWriter events;
    private boolean over;

    Passage(StreamResponse response, Runnable afterEnd) {
      this.response = response;
      this.afterEnd = afterEnd;
      this.events = new EventWriter(response);
    }

    void begin() {
      synchronized (this) {
        streaming.head().forEach(this::delta);
      }
      response.whenGone(this::gone);
      rest.whenMore(this::pass);
    }

    /** Takes what is there; never blocks. */
    private synchronized void pass() {
      if (over || response.isFull(this::pass)) {
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
        finish(() -> broke(failure));
      }
    }

    private void delta(StreamPiece.Delta delta) {
      inFlightAnswer.carry(delta.chunk());
      events.write(delta.chunk());
    }

    private synchronized void gone() {
      if (!over) {
        finish(() -> {});
      }
    }

    /** Settling may take a moment, which the thread that brought the end has not. */
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
        response.end();
        afterEnd.run();
      }
    }

    private void ended(StreamPiece.End end) {
      if (end.completion().finishReason() != FinishReason.REFUSAL) {
        inFlightAnswer.land(call.attempts().getLast());
      }
      if (requestOptions.explain()) {
        events.write(Explanation.chunk(json, call.path()));
      }
      events.write(EventWriter.DONE);
    }

    private void broke(ProviderFailure failure) {
      events.write(told(failure));
    }

    private String told(ProviderFailure failure) {
      try {
        return json.writeValueAsString(
            OpenAiError.of(
                "server_error",
                "stream_broken",
                null,
                "The answer broke off. " + failure.getMessage()));
      } catch (JsonProcessingException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
