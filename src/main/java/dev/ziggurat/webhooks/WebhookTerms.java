package dev.ziggurat.webhooks;

import java.util.List;
import java.util.Optional;

/**
 * The editable properties of a webhook. Exactly one of url and urlVariable is there.
 *
 * @param urlVariable the environment variable that holds the address, if that is a secret
 * @param events what it is told
 * @param games of which games; empty for all. Events of no game are told in either case
 * @param secretVariable the environment variable that holds the key requests are signed with; empty
 *     for no signature
 * @param enabled whether it is told anything
 */
record WebhookTerms(
    Optional<String> url,
    Optional<String> urlVariable,
    List<WebhookEventType> events,
    Optional<List<String>> games,
    WebhookFormat format,
    Optional<String> secretVariable,
    boolean enabled) {

  /** The name of an environment variable that holds an address; no other secret has one. */
  static final String URL_VARIABLE = "[A-Z][A-Z0-9_]{0,80}_WEBHOOK_URL";

  /** The name of an environment variable that holds a key; no other secret has one. */
  static final String SECRET_VARIABLE = "[A-Z][A-Z0-9_]{0,80}_WEBHOOK_SECRET";

  List<String> eventIds() {
    return events.stream().map(WebhookEventType::id).toList();
  }
}
