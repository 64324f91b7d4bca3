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
 * The server-sent events of one streamed response, parsed on the event loop of its connection.
 * Closing it before the end cancels the call.
 */
public final class EventStream implements AutoCloseable {

  /** With more unread events than this, reading from the connection is paused. */
  private static final int MAX_UNREAD = 256;

  private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(500);

  private final ProviderExchange exchange;
  private final Endpoint endpoint;
  private final OpenCall call;
  private final Watchdog watchdog;
  private final ServerEvents events;
  private final long maxBytes;
  private final AtomicBoolean notifying = new AtomicBoolean();
  private volatile Runnable listener = () -> {};

  // Guarded by this. Callbacks are never run with the lock held.
  private ResponseBytes body;
  private ProviderExchange.Answer<InputStream> answer;
  private Optional<ErrorAnswer> errorResponse = Optional.empty();
  private ProviderFailure failure;
  private Duration timeout = Duration.ZERO;
  private long received;
  private boolean paused;
  private boolean finishing;
  private boolean ended;
  private boolean closed;

  /**
   * @param maxEventBytes size limit of one event, in bytes
   * @param maxBytes size limit of the whole stream, in bytes
   */
  EventStream(
      ProviderExchange exchange,
      Endpoint endpoint,
      OpenCall call,
      Vertx vertx,
      int maxEventBytes,
      long maxBytes) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.call = call;
    this.watchdog = new Watchdog(vertx, this::onTimeout);
    this.events = new ServerEvents(maxEventBytes);
    this.maxBytes = maxBytes;
  }

  /**
   * Sets the listener, which runs on the call's event loop: once soon, then whenever {@link #poll}
   * may have something new.
   */
  public void whenMore(Runnable newListener) {
    listener = newListener;
    notifyListener();
  }

  /** Notifications that are still pending are merged into one. */
  private void notifyListener() {
    if (notifying.compareAndSet(false, true)) {
      call.run(
          () -> {
            notifying.set(false);
            listener.run();
          });
    }
  }

  /**
   * The next complete event, if there is one; never blocks.
   *
   * @param timeout how long the next event may take from now, if there is none yet
   * @throws ProviderFailure when the response is an error, the connection is lost, or the timeout
   *     passed; the call is cancelled then
   */
  public synchronized Optional<ServerEvents.Event> poll(Duration timeout) {
    var event = events.next();
    if (event.isPresent()) {
      if (paused && events.unread() == 0) {
        paused = false;
        body.resume();
      }
      return event;
    }
    if (failure != null) {
      throw failure;
    }
    if (!ended) {
      this.timeout = timeout;
      watchdog.start(timeout);
    }
    return Optional.empty();
  }

  /** Whether the stream has ended and every event was read. */
  public synchronized boolean atEnd() {
    return ended && failure == null && events.unread() == 0;
  }

  /** Called when status and headers have arrived. */
  void onResponse(RestResponse<InputStream> response) {
    try {
      var head = exchange.read(endpoint, response);
      synchronized (this) {
        answer = head;
      }
      receive(new Events());
    } catch (ProviderFailure invalid) {
      fail(invalid);
    }
  }

  /** Called when the call failed, or its response is an error, whose body is still to be read. */
  void onFailure(Throwable cause) {
    if (cause instanceof ErrorAnswer error && error.unread()) {
      synchronized (this) {
        errorResponse = Optional.of(error);
      }
      receive(new ErrorBodyReader(body -> fail(failureOf(error.with(body)))));
    } else {
      fail(failureOf(cause));
    }
  }

  private void receive(ResponseBytes.Receiver receiver) {
    var bytes = call.responseBytes();
    synchronized (this) {
      body = bytes;
    }
    call.run(() -> bytes.start(receiver));
  }

  private synchronized ProviderFailure failureOf(Throwable cause) {
    return exchange.failure(endpoint, cause, timeout);
  }

  /** Receives the response's bytes. */
  private final class Events implements ResponseBytes.Receiver {

    @Override
    public void onData(byte[] bytes, int count) {
      try {
        accept(bytes, count);
      } catch (AnswerTooLong tooLong) {
        fail(new ConnectionLost(endpoint.provider(), details(tooLong.getMessage())));
        return;
      }
      notifyListener();
    }

    @Override
    public void onEnd() {
      synchronized (EventStream.this) {
        events.end();
        ended = true;
      }
      watchdog.close();
      notifyListener();
    }

    @Override
    public void onError(Throwable cause) {
      fail(
          new ConnectionLost(
              endpoint.provider(), details("connection lost before the end of the stream"), cause));
    }
  }

  private synchronized void accept(byte[] bytes, int count) {
    received += count;
    if (received > maxBytes) {
      throw new AnswerTooLong(maxBytes, "stream-bytes");
    }
    if (finishing || closed) {
      return;
    }
    events.add(bytes, count);
    if (events.unread() > 0) {
      watchdog.stop();
    }
    if (events.unread() > MAX_UNREAD) {
      paused = true;
      body.pause();
    }
  }

  private void onTimeout() {
    fail(timeoutFailure());
  }

  private synchronized ProviderFailure timeoutFailure() {
    return errorResponse
        .map(this::failureOf)
        .orElseGet(
            () ->
                new TimedOut(
                    endpoint.provider(), details("no data within " + timeout.toMillis() + " ms")));
  }

  private void fail(ProviderFailure why) {
    synchronized (this) {
      if (failure == null && !finishing) {
        failure = why;
      }
      closed = true;
    }
    watchdog.close();
    call.cancel();
    notifyListener();
  }

  /** The failure for a stream that is not usable; closes the stream. */
  ProviderFailure failure(UnusableAnswer unusable) {
    close();
    synchronized (this) {
      return exchange.failure(endpoint, answer, unusable);
    }
  }

  /** The rate limits that the response headers announced. */
  public synchronized AnnouncedLimits limits() {
    return answer == null ? AnnouncedLimits.NONE : answer.limits();
  }

  /** The request id from the response headers. */
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
   * Call this after the last event of interest. The rest of the response is read and dropped for a
   * short time, so that the connection can be reused.
   */
  public void finish() {
    boolean resumed;
    synchronized (this) {
      finishing = true;
      resumed = paused;
      if (!ended) {
        watchdog.start(DRAIN_TIMEOUT);
      }
    }
    if (resumed) {
      body.resume();
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
    call.cancel();
  }
}
