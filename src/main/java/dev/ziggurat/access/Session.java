package dev.ziggurat.access;

import java.time.Instant;
import java.util.Set;

/**
 * A person's stay in the console.
 *
 * @param name who it is, as the audit calls them: {@code Ada (admin token)}, or the token alone
 * @param roles what the token gives that opened it
 * @param until when it ends by itself
 */
public record Session(String name, Set<String> roles, Instant until) {}
