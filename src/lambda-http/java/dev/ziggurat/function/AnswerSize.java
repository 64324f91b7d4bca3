package dev.ziggurat.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The size of an answer as Lambda counts it: as JSON, with what is escaped there. */
final class AnswerSize {

  /** 6 MiB less some room for the names of the fields. */
  static final long MAX_BYTES = 6 * 1024 * 1024 - 4 * 1024;

  /** Backslash, u and four digits. */
  private static final int UNICODE_ESCAPE = 6;

  private AnswerSize() {}

  /** The bytes of the answer, up to the first that is too much. */
  static long of(APIGatewayV2HTTPResponse answer) {
    var bytes = json(answer.getBody());
    for (var header :
        Objects.requireNonNullElse(answer.getHeaders(), Map.<String, String>of()).entrySet()) {
      bytes += json(header.getKey()) + json(header.getValue());
    }
    for (var cookie : Objects.requireNonNullElse(answer.getCookies(), List.<String>of())) {
      bytes += json(cookie);
    }
    return bytes;
  }

  /** As a JSON string in UTF-8, with quotes and a separator. */
  static long json(String text) {
    if (text == null) {
      return 0;
    }
    long bytes = 3;
    for (int i = 0; i < text.length() && bytes <= MAX_BYTES; i++) {
      bytes += json(text.charAt(i));
    }
    return bytes;
  }

  private static int json(char character) {
    return switch (character) {
      case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
      default -> {
        if (character < ' ') {
          yield UNICODE_ESCAPE;
        }
        if (character < 0x80) {
          yield 1;
        }
        // Each half of a surrogate pair has two of its four bytes.
        yield character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
      }
    };
  }
}
