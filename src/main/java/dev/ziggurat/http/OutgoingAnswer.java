package dev.ziggurat.http;

/**
 * What was answered, with any status.
 *
 * @param encoding the {@code Content-Encoding}; empty for none
 * @param body as it was received
 */
public record OutgoingAnswer(int status, String encoding, byte[] body) {}
