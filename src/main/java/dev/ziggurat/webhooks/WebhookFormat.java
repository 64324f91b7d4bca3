package dev.ziggurat.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The body of a request to a webhook. */
public enum WebhookFormat {
  /** The event, as docs/webhooks.md describes it, signed. */
  JSON,
  /** One text, as Slack's incoming webhooks and those compatible with them take it. */
  SLACK;

  /** The name in JSON and tables. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(WebhookFormat::id).toList();
  }

  /**
   * The format of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static WebhookFormat of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
