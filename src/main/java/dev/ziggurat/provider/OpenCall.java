package dev.ziggurat.provider;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * One call under way. Giving it up closes its connection, whether the answer is being read,
 * awaited, or the connection is still being established.
 *
 * <p>The REST client's own cancellation forgets the last case: a request that gets its connection
 * after it was cancelled keeps that connection for ever, and the pool runs dry. So the client is
 * not cancelled; the request is reset, now or as soon as there is one.
 */
final class OpenCall {

  private static final String KEY = OpenCall.class.getName();

  private final Context context;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private boolean givenUp;

  /** A call in a Vert.x context of its own, by which {@link #opened} knows it again. */
  OpenCall(Vertx vertx) {
    context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    context.putLocal(KEY, this);
  }

  /** The call, made when somebody subscribes. */
  static <T> Uni<T> of(Vertx vertx, Uni<T> call) {
    return Uni.createFrom().deferred(() -> new OpenCall(vertx).make(call));
  }

  /** Makes the call, once. It can be given up as long as its answer is being read. */
  <T> Uni<T> make(Uni<T> call) {
    return Uni.createFrom()
        .<T>emitter(answer -> run(() -> call.subscribe().with(answer::complete, answer::fail)))
        .onCancellation()
        .invoke(this::giveUp);
  }

  /** Does this soon, on the event loop of the call; it must not block. */
  void run(Runnable what) {
    context.runOnContext(_ -> what.run());
  }

  /** Called by the REST client when a request has got its connection, before anything is sent. */
  static void opened(HttpClientRequest request) {
    if (VertxContext.isOnDuplicatedContext()
        && Vertx.currentContext().getLocal(KEY) instanceof OpenCall open) {
      open.use(request);
    }
  }

  private synchronized void use(HttpClientRequest opened) {
    request = opened;
    opened.response().onSuccess(this::answered);
    if (givenUp) {
      opened.reset();
    }
  }

  private synchronized void answered(HttpClientResponse begun) {
    response = begun;
  }

  /** What comes of the answer once that has begun. */
  synchronized ResponseBytes inflow() {
    return new ResponseBytes(response);
  }

  /** Closes the connection, now or as soon as there is one. */
  synchronized void giveUp() {
    givenUp = true;
    if (request != null) {
      request.reset();
    }
  }
}
