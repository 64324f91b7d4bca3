package dev.ziggurat.guardrails;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.guardrails.Judges.JudgeFailed;
import dev.ziggurat.guardrails.Judges.Verdict;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Asks webhooks for verdicts. A request is connected to the address that was checked, not resolved
 * again; redirects are not followed.
 */
@Singleton
public class WebhookClient {

  /** {@code t=<seconds>,v1=<HMAC-SHA256 of the seconds, a dot and the body, in hex digits>}. */
  static final String SIGNATURE = "X-Ziggurat-Signature";

  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int CONNECTIONS = 64;
  private static final int QUEUED = 1_000;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int OK = 200;
  private static final String ALGORITHM = "HmacSHA256";

  /** A free text could repeat what was found. */
  private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private final HttpClient client;
  private final GuardrailsConfig.Webhooks config;
  private final ObjectMapper json;
  private final InstantSource time;

  WebhookClient(Vertx vertx, GuardrailsConfig config, ObjectMapper json, InstantSource time) {
    this.config = config.webhook();
    this.json = json;
    this.time = time;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(QUEUED)
                .setKeepAliveTimeout(3));
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
    // On a thread of its own, because resolving a name has no time limit.
    var answer = new FutureTask<>(() -> exchange(webhook, body));
    Thread.ofVirtual().name("webhook").start(answer);
    try {
      return verdict(answer.get(webhook.deadline().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      throw late(webhook);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause(), webhook);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JudgeFailed("the call was cancelled");
    } finally {
      answer.cancel(true);
    }
  }

  private static JudgeFailed failure(Throwable cause, Guardrail.Webhook webhook) {
    return switch (cause) {
      case JudgeFailed failed -> failed;
      case TimeoutException _ -> late(webhook);
      case ExecutionException failed -> failure(failed.getCause(), webhook);
      case null, default -> new JudgeFailed("the webhook cannot be reached");
    };
  }

  private static JudgeFailed late(Guardrail.Webhook webhook) {
    return new JudgeFailed("no answer within " + webhook.deadline().toMillis() + " ms");
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

  private byte[] exchange(Guardrail.Webhook webhook, byte[] body) throws Exception {
    var answer = new CompletableFuture<byte[]>();
    var options = options(webhook.url(), address(webhook.url()), body, webhook.deadline());
    client
        .request(options)
        .compose(request -> send(request, body, answer))
        .onFailure(answer::completeExceptionally);
    try {
      return answer.get();
    } finally {
      // Of a call that was given up, the connection is closed.
      answer.cancel(true);
    }
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, byte[] body, CompletableFuture<byte[]> answer) {
    answer.whenComplete(
        (_, failed) -> {
          if (failed != null) {
            request.reset();
          }
        });
    return request.send(Buffer.buffer(body)).onSuccess(response -> read(response, answer));
  }

  private static void read(HttpClientResponse response, CompletableFuture<byte[]> answer) {
    response.exceptionHandler(answer::completeExceptionally);
    if (response.statusCode() != OK) {
      answer.completeExceptionally(
          new JudgeFailed("the webhook answered with status " + response.statusCode()));
      return;
    }
    var read = Buffer.buffer();
    response.endHandler(_ -> answer.complete(read.getBytes()));
    response.handler(
        part -> {
          read.appendBuffer(part);
          if (read.length() > MAX_ANSWER_BYTES) {
            answer.completeExceptionally(new JudgeFailed("the webhook's answer is too long"));
          }
        });
  }

  private InetAddress address(URI url) throws UnknownHostException {
    if (!url.getScheme().equals("https") && !config.privateAddresses()) {
      throw new JudgeFailed("the webhook has no https address");
    }
    var addresses = InetAddress.getAllByName(url.getHost());
    for (var address : addresses) {
      if (!config.privateAddresses() && !PublicAddresses.isPublic(address)) {
        throw new JudgeFailed(
            "the webhook's address is not public (ziggurat.guardrails.webhook.private-addresses)");
      }
    }
    return addresses[0];
  }

  private RequestOptions options(URI url, InetAddress address, byte[] body, Duration deadline)
      throws GeneralSecurityException {
    var secure = url.getScheme().equals("https");
    var port = url.getPort() < 0 ? (secure ? HTTPS : HTTP) : url.getPort();
    var query = url.getRawQuery() == null ? "" : '?' + url.getRawQuery();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(secure)
        .setURI((url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query)
        .setTimeout(deadline.toMillis())
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "Ziggurat")
        .putHeader(SIGNATURE, signature(body));
  }

  private String signature(byte[] body) throws GeneralSecurityException {
    var key =
        config
            .signingKey()
            .orElseThrow(
                () -> new JudgeFailed("ziggurat.guardrails.webhook.signing-key is not set"));
    var seconds = time.instant().getEpochSecond();
    var mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
    return "t=%d,v1=%s".formatted(seconds, HexFormat.of().formatHex(mac.doFinal(body)));
  }

  private Verdict verdict(byte[] answer) {
    var read = tree(answer);
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
