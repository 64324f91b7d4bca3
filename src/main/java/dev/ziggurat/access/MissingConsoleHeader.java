package dev.ziggurat.access;

import io.quarkus.security.ForbiddenException;

/**
 * A change was requested with only a session cookie. Another site's page can make a browser send
 * the cookie (CSRF), but not this header.
 */
class MissingConsoleHeader extends ForbiddenException {

  /** Sent by the console with every change; its value does not matter. */
  static final String HEADER = "X-Ziggurat-Console";

  private static final long serialVersionUID = 1;

  MissingConsoleHeader() {
    super(
        "A change by session cookie needs the header %s: 1; scripts send Authorization: Bearer <token> instead."
            .formatted(HEADER));
  }
}
