package dev.ziggurat.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sends deliveries. What a receiver answers beside its status is neither read nor stored. */
@Singleton
class DeliverySender {

  /** After {@link WebhookDispatcher} has waited for what is being sent. */
  private static final int LATE = 3_000;

  private static final int MAX_ANSWER_BYTES = 1024 * 1024;
  private static final int GONE = 410;
  private static final int LEAST_SUCCESS = 200;
  private static final int LEAST_REDIRECT = 300;

  private final OutgoingClient client;
  private final WebhooksConfig config;
  private final WebhookSecrets secrets;
  private final ObjectMapper json;
  private final InstantSource time;

  DeliverySender(
      Vertx vertx,
      WebhooksConfig config,
      WebhookSecrets secrets,
      ObjectMapper json,
      InstantSource time) {
    this.client = new OutgoingClient(vertx, config.privateAddresses());
    this.config = config;
    this.secrets = secrets;
    this.json = json;
    this.time = time;
  }

  void close(@Observes @Priority(LATE) ShutdownEvent end) {
    client.close();
  }

  /**
   * What came of a try.
   *
   * @param status of the answer; empty if there was none
   * @param error why it is not delivered; empty if it is
   */
  record Result(Optional<Integer> status, Optional<String> error) {

    static Result failed(String error) {
      return new Result(Optional.empty(), Optional.of(error));
    }

    /** Whether the receiver says that it will never take it. */
    boolean isGone() {
      return status.filter(each -> each == GONE).isPresent();
    }
  }

  /** Sends a delivery and waits for the answer, at most {@code ziggurat.webhooks.timeout}. */
  Result send(Claim claim) {
    var fault = secrets.fault(claim.terms());
    if (fault.isPresent()) {
      return Result.failed(fault.get());
    }
    try {
      var status = client.send(request(claim)).status();
      return new Result(
          Optional.of(status),
          status >= LEAST_SUCCESS && status < LEAST_REDIRECT
              ? Optional.empty()
              : Optional.of("the webhook answered with status " + status));
    } catch (OutgoingFailure failed) {
      return Result.failed(failed.reason("webhook", WebhookSecrets.SETTING, config.timeout()));
    }
  }

  private OutgoingRequest request(Claim claim) {
    var body =
        (claim.terms().format() == WebhookFormat.SLACK ? slack(claim.body()) : claim.body())
            .getBytes(StandardCharsets.UTF_8);
    var now = time.instant();
    var id = claim.id().toString();
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put(WebhookSignature.ID_HEADER, id);
    headers.put(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now.getEpochSecond()));
    claim
        .terms()
        .secretVariable()
        .flatMap(secrets::key)
        .ifPresent(
            key ->
                headers.put(
                    WebhookSignature.SIGNATURE_HEADER, WebhookSignature.of(key, id, now, body)));
    return new OutgoingRequest(
        "POST",
        URI.create(secrets.url(claim.terms()).orElseThrow()),
        Map.copyOf(headers),
        body,
        config.timeout(),
        config.timeout(),
        MAX_ANSWER_BYTES);
  }

  /**
   * The event as a message of Slack.
   *
   * @see <a href="https://docs.slack.dev/messaging/formatting-message-text/">Formatting message
   *     text</a>
   */
  private String slack(String event) {
    try {
      var tree = json.readTree(event);
      var text = new StringBuilder(escaped(tree.path("text").asText()));
      if (tree.path("url").isTextual()) {
        text.append(" <").append(tree.path("url").textValue()).append("|Open the console>");
      }
      return json.createObjectNode().put("text", text.toString()).toString();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Without this, a text of others could mention people and channels, or have links. Receivers that
   * are compatible with Slack take a bare {@code @channel} or {@code @everyone}, too: a word joiner
   * (U+2060), which nobody sees, parts it.
   */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@\u2060")
        .replace("://", ":\u2060//");
  }
}
