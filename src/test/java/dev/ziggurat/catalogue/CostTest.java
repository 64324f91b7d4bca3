package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class CostTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  private final Catalogue catalogue = CatalogueTest.on("2026-11-20");

  @Provide
  Arbitrary<Offer> offers() {
    return Arbitraries.of(catalogue.offers());
  }

  @Provide
  Arbitrary<BigDecimal> prices() {
    return Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.valueOf(1000)).ofScale(6);
  }

  @Property
  void aCostIsTheExactSumRoundedUpOnce(
      @ForAll("prices") BigDecimal input,
      @ForAll("prices") BigDecimal cached,
      @ForAll("prices") BigDecimal cacheWrite,
      @ForAll("prices") BigDecimal output,
      @ForAll @LongRange(max = 1_000_000_000) long plainTokens,
      @ForAll @LongRange(max = 1_000_000_000) long cachedTokens,
      @ForAll @LongRange(max = 1_000_000_000) long cacheWriteTokens,
      @ForAll @LongRange(max = 1_000_000_000) long outputTokens) {
    var prices =
        new TokenPrices(
            TokenPrices.picoDollarsPerToken(input),
            TokenPrices.picoDollarsPerToken(cached),
            TokenPrices.picoDollarsPerToken(cacheWrite),
            TokenPrices.picoDollarsPerToken(output));
    var dollars =
        input
            .multiply(BigDecimal.valueOf(plainTokens))
            .add(cached.multiply(BigDecimal.valueOf(cachedTokens)))
            .add(cacheWrite.multiply(BigDecimal.valueOf(cacheWriteTokens)))
            .add(output.multiply(BigDecimal.valueOf(outputTokens)))
            .movePointLeft(6);

    assertThat(prices.cost(plainTokens, cachedTokens, cacheWriteTokens, outputTokens).value())
        .isEqualTo(dollars.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  @Property
  void theWorstCaseIsAnUpperBoundOfTheCost(
      @ForAll("offers") Offer offer,
      @ForAll @LongRange(max = 2_000_000) long input,
      @ForAll @LongRange(max = 100) long cachedPercent,
      @ForAll @LongRange(max = 100_000) long output) {
    var budget = offer.model().outputBudget((int) output);
    var cached = input * cachedPercent / 100;
    var usage = new TokenUsage(input, cached, (input - cached) / 2, budget, 0);

    var prices = catalogue.prices(offer.provider(), offer.model().id(), TODAY);
    var cost = prices.cost(usage, ServiceTier.DEFAULT);
    var worst = prices.worstCase(input, (int) output, Optional.empty());

    assertThat(cost.isPresent()).isEqualTo(worst.isPresent());
    cost.ifPresent(exact -> assertThat(exact).isLessThanOrEqualTo(worst.orElseThrow()));
  }

  @Property
  void resolvesAnyStringWithoutFailing(@ForAll String name) {
    for (var provider : Providers.builtIn().inOrder()) {
      assertThat(catalogue.offer(provider, List.of(name)).stream())
          .allMatch(offer -> offer.provider().equals(provider));
    }
  }
}
