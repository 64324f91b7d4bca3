package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.Optional;

/**
 * Reads a response object, the whole answer or the one in the last event of a stream.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponseReader {

  private static final String SERVICE_TIER = "service_tier";

  private ResponseReader() {}

  /**
   * Reads a whole answer, which is passed on as it is.
   *
   * @throws UnusableAnswer when it has no output, failed, or was cut
   */
  static Completion read(
      Provider provider, String requestedModel, Answer<ObjectNode> answer, String original) {
    var response = answer.body();
    if (!response.path("output").isArray()) {
      throw UnusableAnswer.malformed("the response has no output");
    }
    var said = ResponseContent.of(response);
    var completion =
        completion(provider, requestedModel, response, said, answer.requestId(), answer.limits());
    return completion.forwarding(
        new AnswerText(
            ResponseChat.completion(response, completion, said),
            Optional.of(ProviderJson.text(original))));
  }

  /**
   * Reads an answer.
   *
   * @throws UnusableAnswer when it was cut
   */
  static Completion completion(
      Provider provider,
      String requestedModel,
      ObjectNode response,
      ResponseContent said,
      Optional<String> requestId,
      AnnouncedLimits limits) {
    var end = ResponseEnd.of(response, said);
    var id = Optional.ofNullable(response.path("id").textValue());
    return end.checked(
        new Completion(
                provider,
                response.path("model").asText(requestedModel),
                said.text(),
                said.calls(),
                end.finish(),
                end.explanation(),
                ResponseUsage.of(response.path("usage")),
                requestId.or(() -> id),
                limits)
            .saying(
                id,
                ServiceTier.reported(response.path(SERVICE_TIER).textValue(), Optional.empty())));
  }
}
