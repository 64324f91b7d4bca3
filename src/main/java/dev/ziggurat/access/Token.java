package dev.ziggurat.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * A configured token. It holds only a hash of its secret, so that comparison is constant-time and
 * printing reveals nothing.
 */
final class Token {

  private final String name;
  private final Set<String> roles;
  private final byte[] hash;

  private Token(String name, Set<String> roles, byte[] hash) {
    this.name = name;
    this.roles = Set.copyOf(roles);
    this.hash = hash;
  }

  /** A token as configured. */
  static Token of(String name, String secret, Set<String> roles) {
    return new Token(name, roles, sha256(secret));
  }

  /** The name shown in the audit. */
  String name() {
    return name;
  }

  Set<String> roles() {
    return roles;
  }

  /** Secret too: session keys are derived from it. */
  byte[] hash() {
    return hash.clone();
  }

  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** Merges two tokens with the same secret: grants the roles of both. */
  Token and(Token twin) {
    var both = new HashSet<>(roles);
    both.addAll(twin.roles);
    return new Token(name, both, hash);
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
