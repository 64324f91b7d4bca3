package dev.ziggurat.gateway.keys;

import jakarta.ws.rs.NotFoundException;

/** There is no key of this id. */
final class NoSuchKey extends NotFoundException {

  private static final long serialVersionUID = 1L;

  NoSuchKey(String id) {
    super("key: there is no '%s'; /api/admin/keys lists them".formatted(id));
  }
}
