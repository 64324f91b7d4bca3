package dev.ziggurat.access;

import io.quarkus.security.UnauthorizedException;

/** A token could not be verified because its issuer did not answer. */
class IssuerUnavailable extends UnauthorizedException {

  private static final long serialVersionUID = 1;

  IssuerUnavailable(Issuer issuer, Throwable cause) {
    super(
        "The issuer of this token, %s, does not answer: retry later, or use a Ziggurat token."
            .formatted(issuer.address()),
        cause);
  }
}
