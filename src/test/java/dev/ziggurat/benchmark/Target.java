package dev.ziggurat.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whom load is put on: a server of this machine, and the API by which it is asked.
 *
 * @param headers beyond those that HTTP needs
 */
public record Target(String name, int port, Map<String, String> headers, Api api) {

  private static final String INSTRUCTIONS =
      "You are a trader of Babylon who answers in a few plain words and never tells what the others in the market will do, however often they ask you for it.";
  private static final String QUESTION =
      "The price of barley has risen for three days. The river is high, and the caravan from the north is late. What do you do with the forty measures you have left?";

  /** The same question in the words of an API. */
  public enum Api {
    CHAT(
        "/v1/chat/completions",
        """
        {"model": "openai/gpt-oss-120b",%%s "max_tokens": 256, "temperature": 0.7, "messages": [
          {"role": "system", "content": "%s"},
          {"role": "user", "content": "%s"}]}
        """),
    RESPONSES(
        "/v1/responses",
        """
        {"model": "openai/gpt-oss-120b",%%s "max_output_tokens": 256, "temperature": 0.7, "store": false,
          "instructions": "%s", "input": "%s"}
        """),
    STORED_RESPONSES(
        "/v1/responses",
        """
        {"model": "openai/gpt-oss-120b",%%s "max_output_tokens": 256, "temperature": 0.7,
          "instructions": "%s", "input": "%s"}
        """),
    MESSAGES(
        "/v1/messages",
        """
        {"model": "openai/gpt-oss-120b",%%s "max_tokens": 256, "temperature": 0.7, "system": "%s",
          "messages": [{"role": "user", "content": "%s"}]}
        """);

    private final String path;
    private final String body;

    Api(String path, String body) {
      this.path = path;
      this.body = body.formatted(INSTRUCTIONS, QUESTION);
    }
  }

  /** Asked by chat completions. */
  public Target(String name, int port, Map<String, String> headers) {
    this(name, port, headers, Api.CHAT);
  }

  /** A request for a whole answer, as it goes over the wire. */
  byte[] whole() {
    return request(api.body.formatted(""));
  }

  /** A request for a stream. */
  byte[] streamed() {
    return request(api.body.formatted(" \"stream\": true,"));
  }

  private byte[] request(String body) {
    var more =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return """
        POST %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: application/json\r
        Content-Length: %d\r
        %s\r
        %s"""
        .formatted(api.path, port, body.getBytes(StandardCharsets.UTF_8).length, more, body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
