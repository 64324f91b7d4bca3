package dev.ziggurat.webhooks;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes, changes, removes and tries webhooks, each with its entry in the audit. */
@Singleton
class WebhookAdministration {

  private static final WebhookTerms NOTHING =
      new WebhookTerms(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          WebhookFormat.JSON,
          Optional.empty(),
          false);

  private final Database database;
  private final WebhookStore store;
  private final DeliveryStore deliveries;
  private final Outbox outbox;
  private final EventTexts texts;
  private final WebhookDispatcher dispatcher;
  private final Audit audit;
  private final InstantSource time;

  WebhookAdministration(
      Database database,
      WebhookStore store,
      DeliveryStore deliveries,
      Outbox outbox,
      EventTexts texts,
      WebhookDispatcher dispatcher,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.texts = texts;
    this.dispatcher = dispatcher;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Makes a webhook.
   *
   * @throws HttpProblem 409 if there are as many as there may be
   */
  Webhook create(WebhookTerms terms) {
    return database.inTransaction(
        () -> {
          var created =
              store
                  .create(terms, audit.who())
                  .orElseThrow(
                      () ->
                          HttpProblem.valueOf(
                              Response.Status.CONFLICT,
                              "There are %d webhooks, which is the most: remove one first."
                                  .formatted(WebhookStore.MOST)));
          audit.record("webhooks.create", subject(created.id()), changes(NOTHING, terms));
          return created;
        });
  }

  /**
   * Replaces the terms of a webhook. Its deliveries go to where it is then.
   *
   * @throws NoSuchWebhook if there is none
   */
  Webhook replace(UUID id, IfMatch expected, WebhookTerms terms) {
    var replaced =
        database.inTransaction(
            () -> {
              var current = locked(id, expected);
              if (terms.equals(current.terms())) {
                return current;
              }
              store.change(id, terms);
              audit.record("webhooks.change", subject(id), changes(current.terms(), terms));
              return store.find(id).orElseThrow();
            });
    dispatcher.wake();
    return replaced;
  }

  /**
   * Removes a webhook with its deliveries.
   *
   * @throws NoSuchWebhook if there is none
   */
  void remove(UUID id, IfMatch expected) {
    database.inTransaction(
        () -> {
          var current = locked(id, expected);
          store.remove(id);
          audit.record("webhooks.remove", subject(id), changes(current.terms(), NOTHING));
          return null;
        });
  }

  /**
   * Sends a test event, once, and waits for what comes of it; also to one that is switched off.
   *
   * @throws NoSuchWebhook if there is none
   */
  DeliveryView test(UUID id) {
    var delivery =
        database.inTransaction(
            () -> {
              locked(id, new IfMatch(IfMatch.ANY));
              audit.record("webhooks.test", subject(id), Map.of());
              return outbox.add(id, texts.test(audit.who(), time.instant()));
            });
    deliveries.claim(delivery).ifPresent(dispatcher::send);
    return deliveries.find(id, delivery).orElseThrow(() -> new NoSuchWebhook(id.toString()));
  }

  /**
   * Has a dead delivery tried again.
   *
   * @throws HttpProblem 409 if it is not dead
   */
  DeliveryView redeliver(UUID id, UUID delivery) {
    database.inTransaction(
        () -> {
          locked(id, new IfMatch(IfMatch.ANY));
          if (deliveries.find(id, delivery).isEmpty()) {
            throw new NoSuchDelivery(delivery.toString());
          }
          if (!deliveries.revive(id, delivery)) {
            throw HttpProblem.valueOf(
                Response.Status.CONFLICT, "Only a delivery that is dead can be sent again.");
          }
          audit.record("webhooks.redeliver", subject(id) + "/deliveries/" + delivery, Map.of());
          return null;
        });
    deliveries.claim(delivery).ifPresent(dispatcher::send);
    return deliveries.find(id, delivery).orElseThrow(() -> new NoSuchDelivery(delivery.toString()));
  }

  private Webhook locked(UUID id, IfMatch expected) {
    var current = store.lock(id).orElseThrow(() -> new NoSuchWebhook(id.toString()));
    expected.check(current.version());
    return current;
  }

  private static String subject(UUID id) {
    return "webhooks/" + id;
  }

  private static Map<String, Object> changes(WebhookTerms before, WebhookTerms after) {
    return new FieldDifferences()
        .in("url", before.url(), after.url())
        .in("urlVariable", before.urlVariable(), after.urlVariable())
        .in("events", before.eventIds(), after.eventIds())
        .in("games", before.games(), after.games())
        .in("format", before.format().id(), after.format().id())
        .in("secretVariable", before.secretVariable(), after.secretVariable())
        .in("enabled", before.enabled(), after.enabled())
        .byField();
  }
}
