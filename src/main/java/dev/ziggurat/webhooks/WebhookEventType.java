package dev.ziggurat.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a webhook can be told. */
public enum WebhookEventType {
  /** No agent of a tick got an answer, or its world or this installation failed. */
  TICK_FAILED("tick.failed"),
  /** A running game has not been triggered for longer than its period. */
  GAME_OVERDUE("game.overdue"),
  /** Calls skip a provider: a long cooldown, or an open circuit breaker. */
  PROVIDER_DOWN("provider.down"),
  /** A provider that was down has answered. */
  PROVIDER_UP("provider.up"),
  /** Spending has reached the soft limit of a budget. */
  BUDGET_SOFT("budget.soft"),
  /** A budget has no room below its hard limit. */
  BUDGET_HARD("budget.hard"),
  /** The settings, the providers or the catalogue were changed. */
  SETTINGS_CHANGED("settings.changed"),
  /** An admin tries a webhook; sent to any, and not to be subscribed to. */
  TEST("test");

  private final String id;

  WebhookEventType(String id) {
    this.id = id;
  }

  /** The name in JSON, such as {@code tick.failed}. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Whether a webhook can ask for it. */
  public boolean isSubscribable() {
    return this != TEST;
  }

  /** The names of those a webhook can ask for. */
  public static List<String> ids() {
    return Arrays.stream(values())
        .filter(WebhookEventType::isSubscribable)
        .map(WebhookEventType::id)
        .toList();
  }

  /** The type of this name, if there is one. */
  static Optional<WebhookEventType> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }
}
