package dev.ziggurat.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * A token configured here. It knows its secret only as a hash: comparing takes the same time
 * whatever the lengths, and printing it tells nothing.
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

  /** A token as the operator set it. */
  static Token of(String name, String secret, Set<String> roles) {
    return new Token(name, roles, sha256(secret));
  }

  /** What the audit calls it. */
  String name() {
    return name;
  }

  Set<String> roles() {
    return roles;
  }

  /** A secret in itself: of it session keys are made. */
  byte[] hash() {
    return hash.clone();
  }

  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** The same secret, set for two purposes, opens both. */
  Token and(Token twin) {
    var both = new HashSet<>(roles);
    both.addAll(twin.roles);
    return new Token(name, both, hash);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
