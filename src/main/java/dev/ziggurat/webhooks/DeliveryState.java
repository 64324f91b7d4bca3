package dev.ziggurat.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What has become of a delivery. */
public enum DeliveryState {
  /** It is to be tried, for the first time or again. */
  PENDING,
  /** The receiver has answered with a 2xx status. */
  DELIVERED,
  /** It was tried as often as it may be, or the receiver wants no more. */
  DEAD;

  /** The name in JSON and tables. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(DeliveryState::id).toList();
  }

  static DeliveryState of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
