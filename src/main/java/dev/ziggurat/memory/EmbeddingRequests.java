package dev.ziggurat.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.chain.embedding.EmbeddingAnswers;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.EmbeddingInput;
import dev.ziggurat.llm.ForwardedRequest;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the chain for the vectors of texts of a game. */
@Singleton
class EmbeddingRequests {

  private final EmbeddingAnswers answers;
  private final Chain chain;
  private final InstantSource time;

  EmbeddingRequests(EmbeddingAnswers answers, Chain chain, InstantSource time) {
    this.answers = answers;
    this.chain = chain;
    this.time = time;
  }

  /**
   * What a call gave.
   *
   * @param vectors in the order of the texts; empty if it failed
   * @param failure why it did; empty if it did not
   */
  record Answered(
      List<Optional<Embedding>> vectors, List<Attempt> attempts, Optional<String> failure) {}

  /** A call for the vectors of texts that is marked as being made. */
  record Marked(Caller caller, ForwardedRequest request, Instant until) {}

  /** The models that may be asked; empty if there is none. */
  List<Offer> offers(EmbeddingTerms terms) {
    return answers.offers(terms.model()).stream().filter(terms.allowed()).toList();
  }

  /** The id of the model of all these offers. */
  static String id(List<Offer> offers) {
    return offers.getFirst().model().id();
  }

  /** What is sent of a text; empty if nothing is. Few texts have more tokens than characters. */
  static Optional<String> text(
      EmbeddingTerms terms, List<Offer> offers, String text, int mostCharacters) {
    var most =
        offers.stream()
            .mapToInt(offer -> offer.model().contextTokens())
            .filter(window -> window > 0)
            .reduce(mostCharacters, Math::min);
    return terms
        .checked()
        .apply(text)
        .map(checked -> begin(checked, most))
        .filter(checked -> !checked.isBlank());
  }

  private static String begin(String text, int mostCharacters) {
    if (text.length() <= mostCharacters) {
      return text;
    }
    var half = Character.isHighSurrogate(text.charAt(mostCharacters - 1));
    return text.substring(0, half ? mostCharacters - 1 : mostCharacters);
  }

  /** The request for the vectors of these texts. */
  static ForwardedRequest request(List<String> texts) {
    var body = JsonNodeFactory.instance.objectNode();
    texts.forEach(body.putArray(EmbeddingInput.FIELD)::add);
    return ForwardedRequest.embeddings(body, Optional.empty());
  }

  /** Makes a call that is marked; blocks. */
  Answered ask(EmbeddingTerms terms, List<Offer> offers, Marked marked) {
    var call =
        new Call(
            marked.request(),
            _ -> Optional.empty(),
            marked.caller(),
            terms.settings(),
            marked::until,
            new CallOptions(offers, true, offers::contains, terms.spending(), CallListener.NONE));
    try {
      var answer = chain.complete(call).forwarded().orElseThrow();
      var inputs = marked.request().embedding().orElseThrow().inputs();
      return answers
          .read(id(offers), answer, inputs)
          .map(read -> new Answered(read, call.attempts(), Optional.empty()))
          .orElseGet(
              () -> failed(call.attempts(), "the answer does not have a vector for each text"));
    } catch (ChainExhausted exhausted) {
      var attempts = new ArrayList<>(call.attempts());
      call.skippedAll(time.instant()).ifPresent(attempts::add);
      return failed(attempts, exhausted.getMessage());
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "A call for embeddings of %s failed", terms.game());
      return failed(call.attempts(), "an error of this program; see its log");
    } finally {
      call.ended();
    }
  }

  private static Answered failed(List<Attempt> attempts, String reason) {
    return new Answered(List.of(), attempts, Optional.of(reason));
  }
}
