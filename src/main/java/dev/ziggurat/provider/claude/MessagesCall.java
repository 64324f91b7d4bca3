package dev.ziggurat.provider.claude;

import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.ProviderFailure.UnsupportedParameter;
import dev.ziggurat.llm.UpstreamModel;

/**
 * What is sent to Claude for a caller's request.
 *
 * @param passed whether the caller wrote it for this API, so that the answer is passed on as it is
 * @param version of the API
 * @param beta the features in beta that the caller uses, or null
 */
record MessagesCall(boolean passed, String version, String beta, String body) {

  /** Header of the API's version. */
  private static final String VERSION = "anthropic-version";

  /** Header of features in beta. */
  private static final String BETA = "anthropic-beta";

  /**
   * Writes a request.
   *
   * @throws UnsupportedParameter when it needs something that Claude lacks
   */
  static MessagesCall of(ForwardedRequest request, UpstreamModel model) {
    return request
        .original(Api.MESSAGES)
        .map(
            original ->
                new MessagesCall(
                    true,
                    original.headers().getOrDefault(VERSION, ClaudeClient.VERSION),
                    original.headers().get(BETA),
                    PassedRequest.write(request, model)))
        .orElseGet(
            () ->
                new MessagesCall(
                    false, ClaudeClient.VERSION, null, ForwardTranslation.write(request, model)));
  }
}
