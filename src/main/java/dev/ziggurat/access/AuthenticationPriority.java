package dev.ziggurat.access;

import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;

/** Order of the authentication mechanisms; all before those of Quarkus. */
final class AuthenticationPriority {

  static final int TOKEN = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 300;
  static final int SESSION = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 200;
  static final int LOCALHOST = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 100;

  private AuthenticationPriority() {}
}
