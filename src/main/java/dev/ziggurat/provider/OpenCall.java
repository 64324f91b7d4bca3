package dev.ziggurat.provider;

import dev.ziggurat.llm.RepeatListener;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.Optional;

/**
 * One call in progress. Cancelling it closes its connection, even while the connection is still
 * being established.
 *
 * <p>The REST client's own cancellation leaks the connection in that last case: a request that gets
 * its connection after it was cancelled never releases it, until the pool is exhausted. So the
 * client is not cancelled; instead the request is reset, now or as soon as it exists.
 *
 * <p>When a connection of the pool ends before any byte of the answer, the server had closed it
 * while it was idle. The request is then repeated once, on a new connection.
 */
final class OpenCall {

  private static final String KEY = OpenCall.class.getName();

  /** More than any pool holds; a repeat gives up its connection this often, if it is not new. */
  private static final int MAX_DISCARDED = 4_096;

  private static final int MAX_UNSENT = 3;

  private final Context context;
  private final boolean streamed;
  private final RepeatListener repeatListener = RepeatListener.current();
  private HttpClientRequest request;
  private ResponseBytes responseBytes;
  private Optional<PooledConnection> connection = Optional.empty();
  private boolean cancelled;
  private boolean repeating;
  private boolean discarding;
  private boolean attached;
  private int discarded;
  private int unsent;

  /**
   * Creates a Vert.x context for the call, by which {@link #onRequest} identifies it.
   *
   * @param streamed whether the body is received while it arrives, by {@link #responseBytes}
   */
  OpenCall(Vertx vertx, boolean streamed) {
    this.streamed = streamed;
    context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    context.putLocal(KEY, this);
  }

  /** Starts the call; use once. It can be cancelled until its response has been read. */
  <T> Uni<T> start(Uni<T> call) {
    return Uni.createFrom()
        .<T>emitter(answer -> run(() -> send(call, answer)))
        .onCancellation()
        .invoke(this::cancel);
  }

  private <T> void send(Uni<T> call, UniEmitter<? super T> answer) {
    begin();
    call.subscribe()
        .with(
            answer::complete,
            failure -> {
              if (isSentAgain(failure)) {
                run(() -> send(call, answer));
              } else {
                answer.fail(failure);
              }
            });
  }

  private synchronized void begin() {
    connection = Optional.empty();
    discarding = false;
    attached = false;
  }

  /** Whether the failure is that of a connection which was closed while it was idle. */
  private boolean isSentAgain(Throwable failure) {
    synchronized (this) {
      if (cancelled) {
        return false;
      }
      if (discarding) {
        return true;
      }
      if (!attached && failure instanceof HttpClosedException) {
        // The pool handed out a connection that was just closed: nothing was sent.
        return unsent++ < MAX_UNSENT;
      }
      var closedIdle =
          connection.filter(used -> used.reused() && !used.answered()).isPresent()
              && (failure instanceof HttpClosedException || failure instanceof IOException);
      if (repeating || !closedIdle) {
        return false;
      }
      repeating = true;
    }
    repeatListener.repeated();
    return true;
  }

  /** Schedules a task on the event loop of the call; it must not block. */
  void run(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  /** Called by the REST client when a request has its connection, before anything is sent. */
  static void onRequest(HttpClientRequest request) {
    if (VertxContext.isOnDuplicatedContext()
        && Vertx.currentContext().getLocal(KEY) instanceof OpenCall call) {
      call.attach(request);
    }
  }

  private synchronized void attach(HttpClientRequest newRequest) {
    attached = true;
    request = newRequest;
    connection = PooledConnection.of(newRequest);
    if (streamed) {
      // The REST client sets its handlers of the response in this task; ours must come after them,
      // and before any byte: a busy event loop reads from connections before it runs a new task.
      var used = connection;
      used.ifPresent(PooledConnection::pauseReading);
      run(
          () -> {
            newRequest.response().onSuccess(this::takeOver);
            used.ifPresent(PooledConnection::resumeReading);
          });
    }
    // The pool hands out the connection used last: if the server closed that one, then the others.
    discarding =
        repeating
            && connection.filter(PooledConnection::reused).isPresent()
            && discarded++ < MAX_DISCARDED;
    if (cancelled) {
      newRequest.reset();
    } else if (discarding) {
      newRequest.connection().close();
    }
  }

  private void takeOver(HttpClientResponse response) {
    var bytes = new ResponseBytes(response);
    synchronized (this) {
      responseBytes = bytes;
    }
  }

  /** The body of the response to a streamed call, once its headers have arrived. */
  synchronized ResponseBytes responseBytes() {
    return responseBytes;
  }

  /** Closes the connection, now or as soon as it exists. */
  synchronized void cancel() {
    cancelled = true;
    if (request != null) {
      request.reset();
    }
  }
}
