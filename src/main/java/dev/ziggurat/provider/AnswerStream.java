package dev.ziggurat.provider;

import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A streamed answer: the events of a connection, converted by the reader of their format. */
public final class AnswerStream implements ChatStream {

  private final EventStream events;
  private final EventReader reader;
  private final Queue<StreamPiece> pieces = new ArrayDeque<>();
  private boolean ended;

  public AnswerStream(EventStream events, EventReader reader) {
    this.events = events;
    this.reader = reader;
  }

  @Override
  public Optional<StreamPiece> poll(Duration timeout) {
    try {
      while (pieces.isEmpty() && !ended) {
        var event = events.poll(timeout);
        if (event.isEmpty() && !events.atEnd()) {
          return Optional.empty();
        }
        if (event.isEmpty() || reader.read(event.get(), pieces::add)) {
          end();
          events.finish();
        }
      }
      return Optional.ofNullable(pieces.poll());
    } catch (UnusableAnswer unusable) {
      throw events.failure(unusable);
    } catch (ProviderFailure lost) {
      if (!reader.isComplete()) {
        throw lost;
      }
      end();
      return Optional.ofNullable(pieces.poll());
    }
  }

  private void end() {
    var completion = reader.end(pieces::add, events.requestId(), events.limits());
    ended = true;
    pieces.add(new StreamPiece.End(completion));
  }

  @Override
  public void whenMore(Runnable more) {
    events.whenMore(more);
  }

  @Override
  public void close() {
    events.close();
  }
}
