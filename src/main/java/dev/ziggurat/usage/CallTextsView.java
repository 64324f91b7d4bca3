package dev.ziggurat.usage;

import dev.ziggurat.gateway.texts.CallText;
import dev.ziggurat.gateway.texts.CurlCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The texts of a call, for display.
 *
 * @param api the path that was called, such as {@code /v1/chat/completions}
 * @param request the body as the caller sent it, without API keys and tokens
 * @param requestCut whether the end of the request is missing
 * @param answer what was answered, whatever the API
 * @param curl a shell command that sends the request again, with the key in {@code ZIGGURAT_KEY};
 *     empty if the request is cut
 * @param keptUntil when the texts are deleted
 */
public record CallTextsView(
    UUID callId,
    String api,
    String request,
    boolean requestCut,
    CallText.Answer answer,
    Optional<String> curl,
    Instant keptUntil) {

  static CallTextsView of(CallText text, String base, Duration keep) {
    return new CallTextsView(
        text.callId(),
        text.api(),
        text.request(),
        text.requestCut(),
        text.answer(),
        text.requestCut() ? Optional.empty() : Optional.of(CurlCommand.of(base, text)),
        text.at().plus(keep));
  }
}
