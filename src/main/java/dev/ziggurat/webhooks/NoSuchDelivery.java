package dev.ziggurat.webhooks;

import jakarta.ws.rs.NotFoundException;

/** The webhook has no delivery of this id. */
final class NoSuchDelivery extends NotFoundException {

  private static final long serialVersionUID = 1L;

  NoSuchDelivery(String id) {
    super(
        "delivery: there is no '%s'; /api/admin/webhooks/{id}/deliveries lists them".formatted(id));
  }
}
