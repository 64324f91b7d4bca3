package dev.ziggurat.provider;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;

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

  private HttpClientRequest request;
  private boolean givenUp;

  /** The call, made in a Vert.x context of its own by which {@link #opened} knows it again. */
  static <T> Uni<T> of(Vertx vertx, Uni<T> call) {
    return Uni.createFrom().deferred(() -> new OpenCall().make(vertx, call));
  }

  /** Makes the call, once. It can be given up as long as its answer is being read. */
  <T> Uni<T> make(Vertx vertx, Uni<T> call) {
    var context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    context.putLocal(KEY, this);
    return Uni.createFrom()
        .<T>emitter(
            answer ->
                context.runOnContext(_ -> call.subscribe().with(answer::complete, answer::fail)))
        .onCancellation()
        .invoke(this::giveUp);
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
    if (givenUp) {
      opened.reset();
    }
  }

  /** Closes the connection, now or as soon as there is one. */
  synchronized void giveUp() {
    givenUp = true;
    if (request != null) {
      request.reset();
    }
  }
}
