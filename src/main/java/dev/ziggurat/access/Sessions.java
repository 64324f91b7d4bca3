package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens sessions and recognises them. Nothing is stored: a session travels with the browser, sealed
 * with a key drawn from the token that opened it. So every instance knows it, nobody can make one
 * up, and it ends when its token is no longer configured.
 */
@Singleton
public class Sessions {

  private static final String PURPOSE = "ziggurat console session 1";

  /** Longer than any of ours. */
  private static final int LONGEST = 1024;

  private static final int TIME_BYTES = Long.BYTES;

  private final Map<Token, CookieCipher> seals = new LinkedHashMap<>();
  private final Duration length;
  private final InstantSource time;

  Sessions(ConfiguredTokens access, AccessSettings settings, InstantSource time) {
    this.length = settings.session().length();
    this.time = time;
    var salt = settings.session().key().orElse("").getBytes(StandardCharsets.UTF_8);
    var random = new SecureRandom();
    access
        .consoleTokens()
        .forEach(token -> seals.put(token, new CookieCipher(token.hash(), salt, PURPOSE, random)));
  }

  /** A session and the text in which the browser keeps it. */
  public record Opened(Session session, String sealed) {}

  /** Whether there is any token to sign in with. */
  public boolean possible() {
    return !seals.isEmpty();
  }

  /** How long a session lasts. */
  public Duration length() {
    return length;
  }

  /** Opens one for whoever holds this token, if it opens the console. */
  Optional<Opened> open(Token token, String person) {
    var until = Instant.ofEpochSecond(time.instant().plus(length).getEpochSecond());
    var name = person.getBytes(StandardCharsets.UTF_8);
    var content =
        ByteBuffer.allocate(TIME_BYTES + name.length).putLong(until.getEpochSecond()).put(name);
    return seals.entrySet().stream()
        .filter(known -> known.getKey().hasHash(token.hash()))
        .findFirst()
        .map(
            known ->
                new Opened(
                    session(known.getKey(), person, until),
                    Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(known.getValue().close(content.array()))));
  }

  /** The session in this text; empty if it is over, foreign, or no session at all. */
  Optional<Session> recognise(String sealed) {
    if (sealed.length() > LONGEST) {
      return Optional.empty();
    }
    return bytes(sealed)
        .flatMap(
            bytes ->
                seals.entrySet().stream()
                    .map(known -> read(known.getKey(), known.getValue(), bytes))
                    .flatMap(Optional::stream)
                    .findFirst())
        .filter(session -> session.until().isAfter(time.instant()));
  }

  private static Optional<Session> read(Token token, CookieCipher cookieCipher, byte[] sealed) {
    return cookieCipher
        .open(sealed)
        .map(
            content -> {
              var until = Instant.ofEpochSecond(ByteBuffer.wrap(content).getLong());
              var person =
                  new String(
                      content, TIME_BYTES, content.length - TIME_BYTES, StandardCharsets.UTF_8);
              return session(token, person, until);
            });
  }

  private static Session session(Token token, String person, Instant until) {
    var name = person.isEmpty() ? token.name() : person + " (" + token.name() + ")";
    return new Session(name, token.roles(), until);
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
