package dev.ziggurat.access;

import java.time.Instant;
import java.util.Set;

/**
 * A console session.
 *
 * @param id what tells it from other sessions; not a secret
 * @param name the name shown in the audit: {@code Ada (admin token)}, or only the token's name
 * @param roles the roles of the token used to sign in
 * @param until when it expires
 */
public record Session(String id, String name, Set<String> roles, Instant until) {}
