package dev.ziggurat.access;

import java.util.Optional;

/** Parses {@code Authorization: Bearer <token>} (RFC 6750). */
public final class Bearer {

  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /** The token in this header; empty if there is none. */
  public static Optional<String> of(String credentials) {
    return credentials != null && credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(credentials.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
