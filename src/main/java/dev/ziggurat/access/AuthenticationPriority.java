package dev.ziggurat.access;

import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;

/** Who is asked first to recognise a caller; all before what Quarkus brings. */
final class AuthenticationPriority {

  static final int TOKEN = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 300;
  static final int SESSION = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 200;
  static final int LOCALHOST = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 100;

  private AuthenticationPriority() {}
}
