package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Creates and verifies sessions. The cookie holds the session, encrypted with a key derived from
 * the token used to sign in; only its early end is stored ({@link SessionEndings}). So it is valid
 * on every instance, cannot be forged, and ends when its token is no longer configured.
 */
@Singleton
public class Sessions {

  private static final String PURPOSE = "ziggurat console session 1";

  /** Longer than any valid one. */
  private static final int MAX_LENGTH = 1024;

  private static final int TIME_BYTES = Long.BYTES;

  private final Map<Token, CookieCipher> ciphers = new LinkedHashMap<>();
  private final Duration length;
  private final InstantSource time;

  Sessions(ConfiguredTokens access, AccessSettings settings, InstantSource time) {
    this.length = settings.session().length();
    this.time = time;
    var salt = settings.session().key().orElse("").getBytes(StandardCharsets.UTF_8);
    var random = new SecureRandom();
    access
        .consoleTokens()
        .forEach(
            token -> ciphers.put(token, new CookieCipher(token.hash(), salt, PURPOSE, random)));
  }

  /** A session and its cookie value. */
  public record Opened(Session session, String encrypted) {}

  /** Whether any token for sign-in is configured. */
  public boolean possible() {
    return !ciphers.isEmpty();
  }

  /** How long a session lasts. */
  public Duration length() {
    return length;
  }

  /** Creates a session for this token, if it grants console access. */
  Optional<Opened> open(Token token, String person) {
    var until = Instant.ofEpochSecond(time.instant().plus(length).getEpochSecond());
    var name = person.getBytes(StandardCharsets.UTF_8);
    var content =
        ByteBuffer.allocate(TIME_BYTES + name.length).putLong(until.getEpochSecond()).put(name);
    return ciphers.entrySet().stream()
        .filter(known -> known.getKey().hasHash(token.hash()))
        .findFirst()
        .map(
            known -> {
              var sealed = known.getValue().close(content.array());
              return new Opened(
                  session(known.getKey(), sealed, person, until),
                  Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
            });
  }

  /** The session in this cookie value; empty if expired or invalid. */
  Optional<Session> recognise(String encrypted) {
    if (encrypted.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return bytes(encrypted)
        .flatMap(
            bytes ->
                ciphers.entrySet().stream()
                    .map(known -> read(known.getKey(), known.getValue(), bytes))
                    .flatMap(Optional::stream)
                    .findFirst())
        .filter(session -> session.until().isAfter(time.instant()));
  }

  private static Optional<Session> read(Token token, CookieCipher cookieCipher, byte[] encrypted) {
    return cookieCipher
        .open(encrypted)
        .map(
            content -> {
              var until = Instant.ofEpochSecond(ByteBuffer.wrap(content).getLong());
              var person =
                  new String(
                      content, TIME_BYTES, content.length - TIME_BYTES, StandardCharsets.UTF_8);
              return session(token, encrypted, person, until);
            });
  }

  /** The id is of the bytes, because a text has several forms in Base64. */
  private static Session session(Token token, byte[] encrypted, String person, Instant until) {
    var name = person.isEmpty() ? token.name() : person + " (" + token.name() + ")";
    return new Session(
        HexFormat.of().formatHex(Token.sha256(encrypted)), name, token.roles(), until);
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
