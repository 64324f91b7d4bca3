package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.RequestBound;
import dev.ziggurat.llm.ServiceTier;
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
   * @param bound what the request can be billed for at this provider
   * @param day whose prices are valid
   */
  AttemptCost(
      Catalogue catalogue, Offer offer, ChatRequest request, RequestBound bound, LocalDate day) {
    this.catalogue = catalogue;
    this.offer = offer;
    this.maxOutputTokens = request.maxOutputTokens();
    this.bound = bound;
    this.day = day;
    this.worstCase = worstCaseOf(bound);
  }

  private Optional<NanoDollars> worstCaseOf(RequestBound bound) {
    var input = bound.inputTokens(offer.model());
    var output = bound.outputTokens(offer.model(), maxOutputTokens);
    if (input.isEmpty() || output.isEmpty() || bound.unpriced().isPresent()) {
      return Optional.empty();
    }
    return catalogue.worstCase(offer, input.getAsLong(), bound.answers() * output.getAsLong(), day);
  }

  /** Empty when the price or the number of tokens is unknown. */
  Optional<NanoDollars> worstCase() {
    return worstCase;
  }

  /** The part of the request that may take the whole context window, if there is one. */
  Optional<String> windowPart() {
    return bound.windowPart();
  }

  /** Why there is no worst case. */
  String whyUnbounded() {
    if (bound.unpriced().isPresent()) {
      return bound.unpriced().get() + " is billed by more than the prices of tokens";
    }
    if (bound.windowPart().isPresent()) {
      return bound.windowPart().get()
          + " may take the whole context window, and the model's price or contextTokens are unknown";
    }
    return bound.outputTokens(offer.model(), maxOutputTokens).isEmpty()
        ? "max_tokens is missing, and the model's contextTokens and maxOutputTokens are unknown"
        : "its price is unknown";
  }

  /** The reported usage; empty if there is none, or one that the request cannot have had. */
  Optional<TokenUsage> believed(Completion completion) {
    return completion.usage().filter(usage -> bound.allows(usage, offer.model(), maxOutputTokens));
  }

  /** The cost of an answer: exact, or at most the worst case when its usage is unknown. */
  Spend billed(Completion completion) {
    return believed(completion)
        .flatMap(usage -> cost(completion.model(), usage).or(() -> cost(offer.model().id(), usage)))
        .map(cost -> new Spend(cost, cost, !isOtherwisePriced(completion)))
        .orElseGet(() -> new Spend(NanoDollars.ZERO, worstCase.orElse(NanoDollars.ZERO), false));
  }

  private Optional<NanoDollars> cost(String model, TokenUsage usage) {
    return catalogue.cost(offer.provider(), model, usage, day);
  }

  /** Whether there is more to pay than tokens, or less: Groq's flex tier alone costs the same. */
  private boolean isOtherwisePriced(Completion completion) {
    return bound.unpriced().isPresent()
        || bound.discounted() && !offer.provider().equals(Provider.GROQ)
        || completion.serviceTier().filter(this::isOtherTier).isPresent();
  }

  /** The provider's project may have another usual tier than the request asked for. */
  private boolean isOtherTier(String tier) {
    return !ServiceTier.isUsual(tier)
        && !(ServiceTier.isDiscounted(tier) && offer.provider().equals(Provider.GROQ));
  }

  /** The cost of an attempt without answer that may have been billed. */
  Spend unknown() {
    return worstCase
        .map(maxCost -> new Spend(NanoDollars.ZERO, maxCost, true))
        .orElse(new Spend(NanoDollars.ZERO, NanoDollars.ZERO, false));
  }
}
