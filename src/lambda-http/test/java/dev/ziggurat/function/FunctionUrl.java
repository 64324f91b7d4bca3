package dev.ziggurat.function;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes of the mock event server's events what a function URL sends: names of headers in lower
 * case, cookies apart, the caller's address in the request context, and traces of the proxy. The
 * caller says by X-Forwarded-For who it is.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html">Payloads of
 *     function URLs</a>
 */
public class FunctionUrl extends RuntimeApi {

  /** The address of callers that do not say. */
  static final String SOMEBODY = "203.0.113.7";

  private static final String HOST =
      "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws";

  private final ObjectMapper json = new ObjectMapper();

  @Override
  protected byte[] seen(byte[] event) {
    try {
      // What is no event of a URL is passed on as it is.
      return json.readTree(event) instanceof ObjectNode root
              && root.has("rawPath")
              && root.path("requestContext").has("http")
          ? json.writeValueAsBytes(real(root))
          : event;
    } catch (IOException notJson) {
      return event;
    }
  }

  private ObjectNode real(ObjectNode event) {
    var headers = json.createObjectNode();
    var cookies = event.putArray("cookies");
    event
        .path("headers")
        .properties()
        .forEach(
            header -> {
              var name = header.getKey().toLowerCase(Locale.ROOT);
              if (name.equals("cookie")) {
                for (var cookie : header.getValue().asText().split("; ")) {
                  cookies.add(cookie);
                }
              } else {
                headers.set(name, header.getValue());
              }
            });
    var caller =
        Optional.ofNullable(headers.get("x-forwarded-for"))
            .map(one -> one.asText())
            .orElse(SOMEBODY);
    headers
        .put("host", HOST)
        .put("x-forwarded-for", caller)
        .put("x-forwarded-proto", "https")
        .put("x-forwarded-port", "443")
        .put("x-amzn-trace-id", "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520");
    event.set("headers", headers);
    if (cookies.isEmpty()) {
      event.remove("cookies");
    }
    var context = (ObjectNode) event.get("requestContext");
    context
        .put("accountId", "anonymous")
        .put("apiId", "abcdefghijklmnopqrstuvwxyz012345")
        .put("domainName", HOST)
        .put("requestId", UUID.randomUUID().toString())
        .put("routeKey", "$default")
        .put("stage", "$default")
        .put("time", "20/Nov/2026:10:15:00 +0000")
        .put("timeEpoch", 1_795_169_700_000L);
    ((ObjectNode) context.get("http"))
        .put("path", event.path("rawPath").asText())
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", caller)
        .put("userAgent", headers.path("user-agent").asText());
    return event.put("version", "2.0").put("routeKey", "$default");
  }
}
