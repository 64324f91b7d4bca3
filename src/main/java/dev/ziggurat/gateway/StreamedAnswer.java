package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.StepResult;
import dev.ziggurat.chain.StreamRemainder;
import dev.ziggurat.gateway.cache.InFlightAnswer;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import io.quarkus.logging.Log;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Forwards a streamed answer to its caller as events. Chunks are forwarded at once by the thread
 * that received them; chunks that arrive together are sent together. A failure after the first
 * content is told by the caller's API. A caller that disconnects ends the provider's call too, and
 * a slow reader slows it down.
 */
final class StreamedAnswer {

  private static final int SERVER_ERROR = 500;

  private final StepResult.Streaming streaming;
  private final StreamRemainder rest;
  private final InFlightAnswer inFlightAnswer;
  private final Call call;
  private final Function<EventWriter, AnswerWriter.Stream> answers;
  private final BooleanSupplier unchanged;
  private final Supplier<Optional<ObjectNode>> explanation;
  private final Runnable record;

  /**
   * @param answers begins writing the answer
   * @param unchanged whether guardrails left the answer as it was, asked at its end
   * @param explanation asked for at the end of the answer
   * @param record writes the attempts to the ledger, after the last event is written
   */
  StreamedAnswer(
      StepResult.Streaming streaming,
      InFlightAnswer inFlightAnswer,
      Call call,
      Function<EventWriter, AnswerWriter.Stream> answers,
      BooleanSupplier unchanged,
      Supplier<Optional<ObjectNode>> explanation,
      Runnable record) {
    this.streaming = streaming;
    this.rest = streaming.rest();
    this.inFlightAnswer = inFlightAnswer;
    this.call = call;
    this.answers = answers;
    this.unchanged = unchanged;
    this.explanation = explanation;
    this.record = record;
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
    private final AnswerWriter.Stream answer;
    private boolean over;

    Forwarding(StreamResponse response, Runnable afterEnd) {
      this.response = response;
      this.afterEnd = afterEnd;
      this.events = new EventWriter(response);
      this.answer = answers.apply(events);
    }

    void begin() {
      synchronized (this) {
        try {
          streaming.head().forEach(this::delta);
        } catch (GuardrailRefused refused) {
          finish(() -> refused(refused));
        } catch (RuntimeException unforeseen) {
          unwritable(unforeseen);
        }
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
      } catch (GuardrailRefused refused) {
        finish(() -> refused(refused));
      } catch (ProviderFailure failure) {
        finish(() -> answer.broken(OpenAiError.streamBroken(failure), SERVER_ERROR));
      } catch (RuntimeException unforeseen) {
        unwritable(unforeseen);
      }
    }

    /** A piece that cannot be written: the answer ends without its end. */
    private void unwritable(RuntimeException unforeseen) {
      Log.error("A piece of a streamed answer could not be written", unforeseen);
      finish(answer::abandoned);
    }

    private void delta(StreamPiece.Delta delta) {
      inFlightAnswer.append(delta.text());
      answer.piece(delta.text());
    }

    private synchronized void gone() {
      if (!over) {
        finish(answer::abandoned);
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
        record.run();
        call.ended();
        response.end();
        afterEnd.run();
      }
    }

    private void ended(StreamPiece.End end) {
      inFlightAnswer.complete(call.attempts().getLast(), end.completion().finishReason());
      try {
        answer.end(explanation.get());
        if (unchanged.getAsBoolean()) {
          inFlightAnswer.store();
        }
      } catch (GuardrailRefused refused) {
        refused(refused);
      }
    }

    private void refused(GuardrailRefused refused) {
      answer.broken(OpenAiError.guardrail(refused), GatewayRefusal.GUARDRAIL_STATUS);
    }
  }
}
