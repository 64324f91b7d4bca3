package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Lets people into the console who bring a token that opens it. */
@Singleton
public class SignIns {

  private final ConfiguredTokens access;
  private final Sessions sessions;
  private final SignInThrottle throttle;

  SignIns(ConfiguredTokens access, Sessions sessions, InstantSource time) {
    this.access = access;
    this.sessions = sessions;
    this.throttle = new SignInThrottle(time);
  }

  /** What became of an attempt to sign in. */
  public sealed interface Outcome {

    /** They are in. */
    record In(Sessions.Opened opened) implements Outcome {}

    /** No such token. */
    record WrongToken() implements Outcome {}

    /** The token is right but opens other doors. */
    record NoConsole() implements Outcome {}

    /**
     * This address failed too often; the token was not looked at.
     *
     * @param left until it may try again
     */
    record Wait(Duration left) implements Outcome {}

    /** No token that could be right is configured. */
    record Closed() implements Outcome {}
  }

  /**
   * Signs in.
   *
   * @param secret the token as typed
   * @param person who they say they are; may be empty
   * @param address where they come from
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
}
