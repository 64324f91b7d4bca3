package dev.ziggurat.guardrails;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.guardrails.Judges.JudgeFailed;
import dev.ziggurat.guardrails.Judges.Verdict;
import dev.ziggurat.http.OutgoingAnswer;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingRequest;
import dev.ziggurat.http.RequestSignature;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Asks webhooks for verdicts. */
@Singleton
public class WebhookClient {

  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int OK = 200;

  /** A free text could repeat what was found. */
  private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private final OutgoingClient client;
  private final GuardrailsConfig.Webhooks config;
  private final ObjectMapper json;
  private final InstantSource time;

  WebhookClient(Vertx vertx, GuardrailsConfig config, ObjectMapper json, InstantSource time) {
    this.config = config.webhook();
    this.json = json;
    this.time = time;
    this.client = new OutgoingClient(vertx, config.webhook().privateAddresses());
  }

  void close(@Observes ShutdownEvent end) {
    client.close();
  }

  /**
   * Asks; blocks.
   *
   * @throws JudgeFailed if there is no verdict in time
   */
  public Verdict ask(Guardrail.Webhook webhook, CallSide side, List<JudgedText> texts, UUID call) {
    var body = body(webhook, side, texts, call);
    if (body.length > config.largestRequest().asLongValue()) {
      throw new JudgeFailed("the texts are too long for the webhook");
    }
    try {
      return verdict(client.send(request(webhook, body)));
    } catch (OutgoingFailure failed) {
      throw new JudgeFailed(
          failed.reason(
              "webhook", "ziggurat.guardrails.webhook.private-addresses", webhook.deadline()));
    }
  }

  private OutgoingRequest request(Guardrail.Webhook webhook, byte[] body) {
    var key =
        config
            .signingKey()
            .orElseThrow(
                () -> new JudgeFailed("ziggurat.guardrails.webhook.signing-key is not set"));
    return new OutgoingRequest(
        "POST",
        webhook.url(),
        Map.of(
            "Content-Type",
            "application/json",
            RequestSignature.HEADER,
            RequestSignature.of(key, time.instant(), body)),
        body,
        webhook.deadline(),
        webhook.deadline(),
        MAX_ANSWER_BYTES);
  }

  private byte[] body(Guardrail.Webhook webhook, CallSide side, List<JudgedText> texts, UUID call) {
    var body =
        json.createObjectNode()
            .put("callId", call.toString())
            .put("guardrail", webhook.name())
            .put("on", side.id());
    var list = body.putArray("texts");
    texts.forEach(text -> list.addObject().put("role", text.role()).put("text", text.text()));
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Verdict verdict(OutgoingAnswer answer) {
    if (answer.status() != OK) {
      throw new JudgeFailed("the webhook answered with status " + answer.status());
    }
    var read = tree(answer.body());
    var reason = read.path("reason").asText("");
    var shown = REASON.matcher(reason).matches() ? reason : "";
    return switch (read.path("verdict").asText()) {
      case "pass" -> new Verdict(false, shown);
      case "refuse" -> new Verdict(true, shown);
      default -> throw new JudgeFailed("the webhook's answer has no verdict: pass or refuse");
    };
  }

  private JsonNode tree(byte[] answer) {
    try {
      return json.readTree(answer);
    } catch (IOException malformed) {
      throw new JudgeFailed("the webhook's answer is not JSON");
    }
  }
}
