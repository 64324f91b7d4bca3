package dev.ziggurat.gateway.semantic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.chain.embedding.EmbeddingAnswers;
import dev.ziggurat.gateway.GatewayConfig;
import dev.ziggurat.llm.EmbeddingInput;
import dev.ziggurat.llm.ForwardedRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes embeddings of texts, through the chain. */
@Singleton
class TextEmbeddings {

  private static final String SOURCE = "semantic-cache";

  private final Chain chain;
  private final EmbeddingAnswers answers;
  private final GatewayConfig gateway;
  private final SemanticCacheConfig config;
  private final InstantSource time;

  TextEmbeddings(
      Chain chain,
      EmbeddingAnswers answers,
      GatewayConfig gateway,
      SemanticCacheConfig config,
      InstantSource time) {
    this.chain = chain;
    this.answers = answers;
    this.gateway = gateway;
    this.config = config;
    this.time = time;
  }

  /**
   * The embedding of a text; blocks. Empty if no provider makes one in time, or the text is too
   * long for the model. The attempts are recorded in any case.
   *
   * @param project that W&amp;B attributes the call to
   */
  Optional<Embedding> of(String text, Optional<String> project, EmbeddingPayer payer) {
    var request =
        ForwardedRequest.embeddings(
            JsonNodeFactory.instance.objectNode().put(EmbeddingInput.FIELD, text), project);
    var offers = offers(request.estimatedInputTokens());
    return offers.isEmpty() ? Optional.empty() : ask(request, offers, payer);
  }

  private List<Offer> offers(long tokens) {
    return answers.offers(gateway.embeddingModel()).stream()
        .filter(
            offer -> offer.model().contextTokens() == 0 || tokens <= offer.model().contextTokens())
        .toList();
  }

  private Optional<Embedding> ask(
      ForwardedRequest request, List<Offer> offers, EmbeddingPayer payer) {
    var now = time.instant();
    var left = Duration.between(now, payer.deadline()).dividedBy(2);
    var isOwn = config.deadline().compareTo(left) <= 0;
    var deadline = now.plus(isOwn ? config.deadline() : left);
    var call =
        new Call(
            request,
            _ -> Optional.empty(),
            payer.caller().inner(SOURCE),
            payer.settings(),
            () -> deadline,
            new CallOptions(offers, true, offers::contains, payer.spendLimit(), CallListener.NONE)
                .callersDeadline(!isOwn && payer.callersDeadline()));
    try {
      var answer = chain.complete(call).forwarded().orElseThrow();
      return answers
          .read(offers.getFirst().model().id(), answer, 1)
          .flatMap(vectors -> vectors.getFirst());
    } catch (ChainExhausted exhausted) {
      return Optional.empty();
    } finally {
      payer.ledger().accept(call.attempts());
      call.ended();
    }
  }
}
