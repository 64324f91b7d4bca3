package dev.ziggurat.access;

import java.time.Instant;
import java.util.Set;

/**
 * A console session.
 *
 * @param name the name shown in the audit: {@code Ada (admin token)}, or only the token's name
 * @param roles the roles of the token used to sign in
 * @param until when it expires
 */
public record Session(String name, Set<String> roles, Instant until) {}
