package dev.ziggurat.provider;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * One call in progress. Cancelling it closes its connection, even while the connection is still
 * being established.
 *
 * <p>The REST client's own cancellation leaks the connection in that last case: a request that gets
 * its connection after it was cancelled never releases it, until the pool is exhausted. So the
 * client is not cancelled; instead the request is reset, now or as soon as it exists.
 */
final class OpenCall {

  private static final String KEY = OpenCall.class.getName();

  private final Context context;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private boolean cancelled;

  /** Creates a Vert.x context for the call, by which {@link #onRequest} identifies it. */
  OpenCall(Vertx vertx) {
    context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    context.putLocal(KEY, this);
  }

  /** The call, started on subscription. */
  static <T> Uni<T> of(Vertx vertx, Uni<T> call) {
    return Uni.createFrom().deferred(() -> new OpenCall(vertx).start(call));
  }

  /** Starts the call; use once. It can be cancelled until its response has been read. */
  <T> Uni<T> start(Uni<T> call) {
    return Uni.createFrom()
        .<T>emitter(answer -> run(() -> call.subscribe().with(answer::complete, answer::fail)))
        .onCancellation()
        .invoke(this::cancel);
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
    request = newRequest;
    newRequest.response().onSuccess(this::onResponse);
    if (cancelled) {
      newRequest.reset();
    }
  }

  private synchronized void onResponse(HttpClientResponse newResponse) {
    response = newResponse;
  }

  /** The body of the response, once its headers have arrived. */
  synchronized ResponseBytes responseBytes() {
    return new ResponseBytes(response);
  }

  /** Closes the connection, now or as soon as it exists. */
  synchronized void cancel() {
    cancelled = true;
    if (request != null) {
      request.reset();
    }
  }
}
