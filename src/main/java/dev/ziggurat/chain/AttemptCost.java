package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.catalogue.PriceList;
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
  private final PriceList prices;
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
    this.prices = catalogue.prices(offer.provider(), offer.model().id(), day);
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
    return prices.worstCase(input.getAsLong(), bound.answers() * output.getAsLong(), bound.tier());
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
    if (bound.outputTokens(offer.model(), maxOutputTokens).isEmpty()) {
      return "max_tokens is missing, and the model's contextTokens and maxOutputTokens are unknown";
    }
    return bound
        .tier()
        .filter(tier -> !prices.knows(tier))
        .map(tier -> "its price for the service tier %s is unknown".formatted(tier.name()))
        .orElse("its price is unknown");
  }

  /** The reported usage; empty if there is none, or one that the request cannot have had. */
  Optional<TokenUsage> believed(Completion completion) {
    return completion.usage().filter(usage -> bound.allows(usage, offer.model(), maxOutputTokens));
  }

  /**
   * The cost of an answer: exact by the tier that it reports, or at most the worst case when its
   * usage is unknown.
   */
  Spend billed(Completion completion) {
    return believed(completion)
        .flatMap(usage -> billed(completion, usage))
        .orElseGet(() -> new Spend(NanoDollars.ZERO, worstCase.orElse(NanoDollars.ZERO), false));
  }

  private Optional<Spend> billed(Completion completion, TokenUsage usage) {
    var usual = cost(completion, usage, ServiceTier.DEFAULT);
    var asked = bound.tier().filter(tier -> !tier.isDefault());
    if (completion.tier().isEmpty() && asked.isPresent()) {
      var known = cost(completion, usage, asked.get());
      return usual.map(cost -> known.map(other -> either(cost, other)).orElse(unsure(cost)));
    }
    var tier = completion.tier().orElse(ServiceTier.DEFAULT);
    return cost(completion, usage, tier)
        .map(cost -> new Spend(cost, cost, bound.unpriced().isEmpty()))
        .or(() -> usual.map(AttemptCost::unsure));
  }

  /** The answer does not say which of two tiers it is billed by. */
  private Spend either(NanoDollars one, NanoDollars other) {
    var most = one.max(other);
    return new Spend(most.equals(one) ? other : one, most, bound.unpriced().isEmpty());
  }

  /** The price of the tier is unknown: the usual one is only a guess. */
  private static Spend unsure(NanoDollars usual) {
    return new Spend(usual, usual, false);
  }

  private Optional<NanoDollars> cost(Completion completion, TokenUsage usage, ServiceTier tier) {
    return catalogue
        .prices(offer.provider(), completion.model(), day)
        .cost(usage, tier)
        .or(() -> prices.cost(usage, tier))
        .or(
            () ->
                costsTheSame(tier)
                    ? cost(completion, usage, ServiceTier.DEFAULT)
                    : Optional.empty());
  }

  /** Groq's flex tier costs the same. */
  private boolean costsTheSame(ServiceTier tier) {
    return tier.equals(ServiceTier.FLEX) && offer.provider().equals(Provider.GROQ);
  }

  /** The cost of an attempt without answer that may have been billed. */
  Spend unknown() {
    return worstCase
        .map(maxCost -> new Spend(NanoDollars.ZERO, maxCost, true))
        .orElse(new Spend(NanoDollars.ZERO, NanoDollars.ZERO, false));
  }
}
