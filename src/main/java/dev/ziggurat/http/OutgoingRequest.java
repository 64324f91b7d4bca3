package dev.ziggurat.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A request to an address that somebody typed.
 *
 * @param method {@code GET} or {@code POST}
 * @param body empty for none
 * @param connectLimit how long connecting may take
 * @param limit how long all of it may take, the name's look-up included
 * @param maxAnswerBytes a longer answer is refused
 */
public record OutgoingRequest(
    String method,
    URI url,
    Map<String, String> headers,
    byte[] body,
    Duration connectLimit,
    Duration limit,
    int maxAnswerBytes) {}
