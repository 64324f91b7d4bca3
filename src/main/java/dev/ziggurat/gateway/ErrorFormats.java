package dev.ziggurat.gateway;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes errors in the form of the API that was called; OpenAI's unless the API has its own. */
@Singleton
class ErrorFormats {

  private final List<ErrorFormat> formats;

  ErrorFormats(@All List<ErrorFormat> formats) {
    this.formats = formats;
  }

  /** The status of the response. */
  int status(String path, OpenAiError error, int status) {
    return at(path).map(format -> format.status(error, status)).orElse(status);
  }

  /** The entity of the response. */
  Object entity(String path, OpenAiError error, int status, UUID requestId) {
    return at(path).<Object>map(format -> format.body(error, status, requestId)).orElse(error);
  }

  private Optional<ErrorFormat> at(String path) {
    return formats.stream()
        .filter(format -> path.equals(format.path()) || path.startsWith(format.path() + '/'))
        .findFirst();
  }
}
