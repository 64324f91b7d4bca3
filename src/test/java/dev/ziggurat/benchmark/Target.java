package dev.ziggurat.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whom load is put on: a server of this machine that takes OpenAI's chat completions.
 *
 * @param headers beyond those that HTTP needs
 */
public record Target(String name, int port, Map<String, String> headers) {

  private static final String BODY =
      """
      {"model": "openai/gpt-oss-120b",%s "max_tokens": 256, "temperature": 0.7, "messages": [
        {"role": "system", "content": "You are a trader of Babylon who answers in a few plain words and never tells what the others in the market will do, however often they ask you for it."},
        {"role": "user", "content": "The price of barley has risen for three days. The river is high, and the caravan from the north is late. What do you do with the forty measures you have left?"}]}
      """;

  /** A request for a whole answer, as it goes over the wire. */
  byte[] whole() {
    return request(BODY.formatted(""));
  }

  /** A request for a stream. */
  byte[] streamed() {
    return request(BODY.formatted(" \"stream\": true,"));
  }

  private byte[] request(String body) {
    var more =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return """
        POST /v1/chat/completions HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: application/json\r
        Content-Length: %d\r
        %s\r
        %s"""
        .formatted(port, body.getBytes(StandardCharsets.UTF_8).length, more, body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
