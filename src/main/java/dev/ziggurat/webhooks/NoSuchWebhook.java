package dev.ziggurat.webhooks;

import jakarta.ws.rs.NotFoundException;

/** There is no webhook of this id. */
final class NoSuchWebhook extends NotFoundException {

  private static final long serialVersionUID = 1L;

  NoSuchWebhook(String id) {
    super("webhook: there is no '%s'; /api/admin/webhooks lists them".formatted(id));
  }
}
