package dev.ziggurat.gateway;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Writes errors in the form of the API that was called; OpenAI's unless the API has its own. */
@Singleton
class ErrorFormats {

  private final List<ErrorFormat> formats;

  ErrorFormats(@All List<ErrorFormat> formats) {
    this.formats = formats;
  }

  /** The entity of the response. */
  Object entity(String path, OpenAiError error, int status, UUID requestId) {
    return formats.stream()
        .filter(format -> path.equals(format.path()) || path.startsWith(format.path() + '/'))
        .findFirst()
        .<Object>map(format -> format.body(error, status, requestId))
        .orElse(error);
  }
}
