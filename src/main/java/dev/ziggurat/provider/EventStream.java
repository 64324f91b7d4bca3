package dev.ziggurat.provider;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.TimedOut;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The events of one streamed answer, put together by the event loop that its bytes come by. Closing
 * it gives the call up unless it has come to its end.
 */
public final class EventStream implements AutoCloseable {

  /** So many events may wait to be taken before the provider is kept from sending more. */
  private static final int MAX_WAITING = 256;

  private static final Duration LEAVE_TAKING = Duration.ofMillis(500);

  private final ProviderExchange exchange;
  private final Endpoint endpoint;
  private final OpenCall call;
  private final Watchdog watchdog;
  private final ServerEvents events;
  private final long longest;
  private final AtomicBoolean tells = new AtomicBoolean();
  private volatile Runnable more = () -> {};

  // Guarded by this. Nobody is called with the lock held who might call back.
  private ResponseBytes inflow;
  private ProviderExchange.Answer<InputStream> answer;
  private Optional<ErrorAnswer> refusal = Optional.empty();
  private ProviderFailure failure;
  private Duration patience = Duration.ZERO;
  private long seen;
  private boolean paused;
  private boolean finishing;
  private boolean ended;
  private boolean closed;

  /**
   * @param longestEvent in bytes
   * @param longest of the whole stream, in bytes
   */
  EventStream(
      ProviderExchange exchange,
      Endpoint endpoint,
      OpenCall call,
      Vertx vertx,
      int longestEvent,
      long longest) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.call = call;
    this.watchdog = new Watchdog(vertx, this::silent);
    this.events = new ServerEvents(longestEvent);
    this.longest = longest;
  }

  /** Has this done whenever there may be more to take, and once soon, by the call's event loop. */
  public void whenMore(Runnable done) {
    more = done;
    tell();
  }

  /** Whoever waits is told once of all that comes together. */
  private void tell() {
    if (tells.compareAndSet(false, true)) {
      call.run(
          () -> {
            tells.set(false);
            more.run();
          });
    }
  }

  /**
   * The next event if it is whole; never blocks.
   *
   * @param patience how long it may take from now where it is not
   * @throws ProviderFailure when the answer is an error, the connection broke, or nothing came in
   *     time; the call is given up then
   */
  public synchronized Optional<ServerEvents.Event> poll(Duration patience) {
    var event = events.next();
    if (event.isPresent()) {
      if (paused && events.waiting() == 0) {
        paused = false;
        inflow.resume();
      }
      return event;
    }
    if (failure != null) {
      throw failure;
    }
    if (!ended) {
      this.patience = patience;
      watchdog.watch(patience);
    }
    return Optional.empty();
  }

  /** Whether every event was taken and no more will come. */
  public synchronized boolean atEnd() {
    return ended && failure == null && events.waiting() == 0;
  }

  /** The answer's head is here. */
  void begun(RestResponse<InputStream> response) {
    try {
      var head = exchange.read(endpoint, response);
      synchronized (this) {
        answer = head;
      }
      receive(head.body(), new Events());
    } catch (ProviderFailure unusable) {
      fail(unusable);
    }
  }

  /** There is no answer, or it is an error, whose body comes bit by bit as well. */
  void refused(Throwable cause) {
    if (cause instanceof ErrorAnswer error && error.unread().isPresent()) {
      synchronized (this) {
        refusal = Optional.of(error);
      }
      receive(error.unread().get(), new ErrorBodyReader(body -> fail(meaning(error.with(body)))));
    } else {
      fail(meaning(cause));
    }
  }

  private void receive(InputStream begun, ResponseBytes.Receiver receiver) {
    var bytes = call.inflow();
    synchronized (this) {
      inflow = bytes;
    }
    call.run(() -> bytes.begin(begun, receiver));
  }

  private synchronized ProviderFailure meaning(Throwable cause) {
    return exchange.failure(endpoint, cause, patience);
  }

  /** What the events are made of. */
  private final class Events implements ResponseBytes.Receiver {

    @Override
    public void came(byte[] bytes, int count) {
      try {
        take(bytes, count);
      } catch (AnswerTooLong tooLong) {
        fail(new ConnectionLost(endpoint.provider(), details(tooLong.getMessage())));
        return;
      }
      tell();
    }

    @Override
    public void ended() {
      synchronized (EventStream.this) {
        ended = true;
      }
      watchdog.close();
      tell();
    }

    @Override
    public void broke(Throwable cause) {
      fail(new ConnectionLost(endpoint.provider(), details("the stream broke off"), cause));
    }
  }

  private synchronized void take(byte[] bytes, int count) {
    seen += count;
    if (seen > longest) {
      throw new AnswerTooLong(longest, "stream-bytes");
    }
    if (finishing || closed) {
      return;
    }
    events.add(bytes, count);
    if (events.waiting() > 0) {
      watchdog.rest();
    }
    if (events.waiting() > MAX_WAITING) {
      paused = true;
      inflow.pause();
    }
  }

  private void silent() {
    fail(silence());
  }

  private synchronized ProviderFailure silence() {
    return refusal
        .map(this::meaning)
        .orElseGet(
            () ->
                new TimedOut(
                    endpoint.provider(),
                    details("nothing more came within " + patience.toMillis() + " ms")));
  }

  private void fail(ProviderFailure why) {
    synchronized (this) {
      if (failure == null && !finishing) {
        failure = why;
      }
      closed = true;
    }
    watchdog.close();
    call.giveUp();
    tell();
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
  public synchronized AnnouncedLimits limits() {
    return answer == null ? AnnouncedLimits.NONE : answer.limits();
  }

  /** What the answer's headers said of its id. */
  public synchronized Optional<String> requestId() {
    return answer == null ? Optional.empty() : answer.requestId();
  }

  private synchronized Details details(String message) {
    return new Details(
        answer == null ? 0 : RestResponse.StatusCode.OK,
        message,
        Optional.empty(),
        requestId(),
        Optional.empty(),
        limits());
  }

  /**
   * The last event of interest was taken: what is left is let come for a moment, so that the
   * connection can be used again.
   */
  public void finish() {
    boolean resumed;
    synchronized (this) {
      finishing = true;
      resumed = paused;
      if (!ended) {
        watchdog.watch(LEAVE_TAKING);
      }
    }
    if (resumed) {
      inflow.resume();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (ended || finishing) {
        return;
      }
    }
    watchdog.close();
    call.giveUp();
  }
}
