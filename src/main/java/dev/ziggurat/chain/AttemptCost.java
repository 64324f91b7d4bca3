package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.RequestBound;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import java.time.LocalDate;
import java.util.Optional;

/** What one attempt can cost at most, and what it cost. */
final class AttemptCost {

  private final Catalogue catalogue;
  private final Offer offer;
  private final int maxOutputTokens;
  private final RequestBound bound;
  private final LocalDate day;
  private final Optional<NanoDollars> worstCase;

  /**
   * The cost of sending this request.
   *
   * @param day whose prices are valid
   */
  AttemptCost(Catalogue catalogue, Offer offer, ChatRequest request, LocalDate day) {
    this.catalogue = catalogue;
    this.offer = offer;
    this.maxOutputTokens = request.maxOutputTokens();
    this.bound = request.bound();
    this.day = day;
    this.worstCase = worstCaseOf(bound);
  }

  private Optional<NanoDollars> worstCaseOf(RequestBound bound) {
    var input = bound.inputTokens(offer.model());
    if (input.isEmpty() || bound.unpriced().isPresent()) {
      return Optional.empty();
    }
    var output = bound.answers() * bound.outputTokens(offer.model(), maxOutputTokens);
    return catalogue.worstCase(offer, input.getAsLong(), output, day);
  }

  /** Empty when the price or the number of tokens is unknown. */
  Optional<NanoDollars> worstCase() {
    return worstCase;
  }

  /** The reported usage; empty if there is none, or one that the request cannot have had. */
  Optional<TokenUsage> believed(Completion completion) {
    return completion.usage().filter(usage -> bound.allows(usage, offer.model(), maxOutputTokens));
  }

  /** The cost of an answer: exact, or at most the worst case when its usage is unknown. */
  Spend billed(Completion completion) {
    return believed(completion)
        .flatMap(usage -> cost(completion.model(), usage).or(() -> cost(offer.model().id(), usage)))
        .map(cost -> new Spend(cost, cost, !isOtherwisePriced()))
        .orElseGet(() -> new Spend(NanoDollars.ZERO, worstCase.orElse(NanoDollars.ZERO), false));
  }

  private Optional<NanoDollars> cost(String model, TokenUsage usage) {
    return catalogue.cost(offer.provider(), model, usage, day);
  }

  /** Whether there is more to pay than tokens, or less: Groq's flex tier alone costs the same. */
  private boolean isOtherwisePriced() {
    return bound.unpriced().isPresent()
        || bound.discounted() && !offer.provider().equals(Provider.GROQ);
  }

  /** The cost of an attempt without answer that may have been billed. */
  Spend unknown() {
    return worstCase
        .map(maxCost -> new Spend(NanoDollars.ZERO, maxCost, true))
        .orElse(new Spend(NanoDollars.ZERO, NanoDollars.ZERO, false));
  }
}
