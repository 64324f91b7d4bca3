package dev.ziggurat.gateway;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Writes errors in the form of the API that was called; OpenAI's unless the API has its own. At
 * other addresses, such as those of models, the caller's SDK tells the form.
 */
@Singleton
class ErrorFormats {

  private final List<ErrorFormat> formats;
  private final List<ServedApi> apis;

  ErrorFormats(@All List<ErrorFormat> formats, @All List<ServedApi> apis) {
    this.formats = formats;
    this.apis = apis;
  }

  /**
   * The status of the response.
   *
   * @param headers the value of a header of the request, or null
   */
  int status(String path, UnaryOperator<String> headers, OpenAiError error, int status) {
    return of(path, headers).map(format -> format.status(error, status)).orElse(status);
  }

  /**
   * The entity of the response.
   *
   * @param headers the value of a header of the request, or null
   */
  Object entity(
      String path, UnaryOperator<String> headers, OpenAiError error, int status, UUID requestId) {
    return of(path, headers)
        .<Object>map(format -> format.body(error, status, requestId))
        .orElse(error);
  }

  private Optional<ErrorFormat> of(String path, UnaryOperator<String> headers) {
    return formats.stream()
        .filter(format -> isAt(format.path(), path))
        .findFirst()
        .or(
            () ->
                formats.stream()
                    .filter(format -> format.header().map(headers).isPresent())
                    .filter(_ -> apis.stream().noneMatch(api -> isAt(api.path(), path)))
                    .findFirst());
  }

  private static boolean isAt(String address, String path) {
    return path.equals(address) || path.startsWith(address + '/');
  }
}
