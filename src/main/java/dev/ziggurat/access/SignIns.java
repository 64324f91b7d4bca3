package dev.ziggurat.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Signs people in to the console by token, and out of it. */
@Singleton
public class SignIns {

  private final ConfiguredTokens access;
  private final Sessions sessions;
  private final SessionCookie cookie;
  private final SessionEndings endings;
  private final FailureLimit throttle;

  SignIns(
      ConfiguredTokens access,
      Sessions sessions,
      SessionCookie cookie,
      SessionEndings endings,
      InstantSource time) {
    this.access = access;
    this.sessions = sessions;
    this.cookie = cookie;
    this.endings = endings;
    this.throttle = new FailureLimit(time);
  }

  /** The result of a sign-in. */
  public sealed interface Outcome {

    /** Signed in. */
    record In(Sessions.Opened opened) implements Outcome {}

    /** Unknown token. */
    record WrongToken() implements Outcome {}

    /** The token is valid but does not grant console access. */
    record NoConsole() implements Outcome {}

    /**
     * Too many failures from this address; the token was not checked.
     *
     * @param left time until the next attempt is allowed
     */
    record Wait(Duration left) implements Outcome {}

    /** No token is configured. */
    record Closed() implements Outcome {}
  }

  /**
   * Signs in.
   *
   * @param secret the token as typed
   * @param person the name entered; may be empty
   * @param address the caller's address
   */
  public Outcome signIn(String secret, String person, String address) {
    if (!sessions.possible()) {
      return new Outcome.Closed();
    }
    var wait = throttle.begin(address);
    if (wait.isPresent()) {
      return new Outcome.Wait(wait.get());
    }
    var token = access.find(secret);
    if (token.isEmpty()) {
      return new Outcome.WrongToken();
    }
    var opened = sessions.open(token.get(), person);
    if (opened.isEmpty()) {
      return new Outcome.NoConsole();
    }
    throttle.succeeded(address);
    return new Outcome.In(opened.get());
  }

  /** Ends the session of this request's cookie on every instance, and removes the cookie. */
  public void signOut(RoutingContext context) {
    cookie
        .of(context.request())
        .flatMap(sessions::recognise)
        .ifPresent(session -> endings.end(session.id(), session.until()));
    cookie.take(context);
  }
}
