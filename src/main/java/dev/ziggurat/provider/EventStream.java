package dev.ziggurat.provider;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.TimedOut;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The events of one streamed answer, for the one thread that reads them. Any thread may close it,
 * which gives the call up unless it has come to its end.
 */
public final class EventStream implements AutoCloseable {

  private static final int PIECE = 8_192;
  private static final Duration LEAVE_TAKING = Duration.ofMillis(500);

  private final Exchange exchange;
  private final Endpoint endpoint;
  private final OpenCall call;
  private final CompletableFuture<RestResponse<InputStream>> pending;
  private final Watchdog watchdog;
  private final ServerEvents events;
  private final long longest;
  private final byte[] piece = new byte[PIECE];
  private Exchange.Answer<InputStream> answer;
  private long seen;
  private volatile boolean ended;
  private volatile boolean closed;

  /**
   * @param longestEvent in bytes
   * @param longest of the whole stream, in bytes
   */
  EventStream(
      Exchange exchange,
      Endpoint endpoint,
      OpenCall call,
      CompletableFuture<RestResponse<InputStream>> pending,
      Watchdog watchdog,
      int longestEvent,
      long longest) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.call = call;
    this.pending = pending;
    this.watchdog = watchdog;
    this.events = new ServerEvents(longestEvent);
    this.longest = longest;
  }

  /**
   * Blocks until the next event is whole; empty at the end of the stream.
   *
   * @param beforeWaiting done whenever no event is whole yet
   * @throws ProviderFailure when the answer is an error, the connection broke, or nothing came in
   *     time; the call is given up then
   */
  public Optional<ServerEvents.Event> next(Duration patience, Runnable beforeWaiting) {
    var until = System.nanoTime() + patience.toNanos();
    try {
      if (answer == null) {
        answer = begin(patience);
      }
      while (true) {
        var event = events.next();
        if (event.isPresent()) {
          return event;
        }
        beforeWaiting.run();
        watchdog.watch(Duration.ofNanos(until - System.nanoTime()));
        var count = answer.body().read(piece);
        watchdog.rest();
        if (count < 0) {
          ended = true;
          close();
          return Optional.empty();
        }
        seen += count;
        if (seen > longest) {
          throw new AnswerTooLong(longest, "stream-bytes");
        }
        events.add(piece, count);
      }
    } catch (AnswerTooLong tooLong) {
      close();
      throw new ConnectionLost(endpoint.provider(), details(tooLong.getMessage()));
    } catch (IOException broken) {
      throw broken(broken, patience);
    }
  }

  private Exchange.Answer<InputStream> begin(Duration patience) throws IOException {
    try {
      return exchange.read(
          endpoint, pending.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      throw new TimedOut(
          endpoint.provider(), Details.of("interrupted before the answer came"), interrupted);
    } catch (TimeoutException | CancellationException late) {
      throw broken(new IOException(late), patience);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause(), patience);
    }
  }

  /** An error's body comes bit by bit as well. */
  private ProviderFailure failure(Throwable cause, Duration patience) {
    if (!(cause instanceof ErrorAnswer error)) {
      return exchange.failure(endpoint, cause, patience);
    }
    watchdog.watch(patience);
    try {
      return exchange.failure(endpoint, error.read(), patience);
    } catch (IOException unreadable) {
      return exchange.failure(endpoint, error, patience);
    } finally {
      close();
    }
  }

  private ProviderFailure broken(IOException cause, Duration patience) {
    var gone = closed;
    close();
    if (gone) {
      return new TimedOut(endpoint.provider(), details("the stream was given up"), cause);
    }
    return watchdog.hasBitten() || cause.getCause() instanceof TimeoutException
        ? new TimedOut(
            endpoint.provider(),
            details("nothing more came within " + patience.toMillis() + " ms"),
            cause)
        : new ConnectionLost(endpoint.provider(), details("the stream broke off"), cause);
  }

  /** The failure of a stream that says something we do not understand. */
  public ProviderFailure garbled(String what) {
    close();
    return new ConnectionLost(endpoint.provider(), details(what));
  }

  /** The failure that the stream itself tells of, in an event. */
  public ProviderFailure told(String error) {
    close();
    return exchange.told(endpoint, error);
  }

  /** What the answer's headers said of limits. */
  public AnnouncedLimits limits() {
    return answer == null ? AnnouncedLimits.NONE : answer.limits();
  }

  /** What the answer's headers said of its id. */
  public Optional<String> requestId() {
    return answer == null ? Optional.empty() : answer.requestId();
  }

  private Details details(String message) {
    return new Details(
        answer == null ? 0 : RestResponse.StatusCode.OK,
        message,
        Optional.empty(),
        requestId(),
        Optional.empty(),
        limits());
  }

  /**
   * Reads what is left after the last event of interest, so that the connection can be used again.
   */
  public void finish() {
    try {
      while (next(LEAVE_TAKING, () -> {}).isPresent()) {
        // of no interest
      }
    } catch (ProviderFailure late) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    watchdog.close();
    if (!ended) {
      call.giveUp();
    }
  }
}
