package dev.ziggurat.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.TokenPrices;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BestValueTest {

  private static BestValue.Priced priced(
      String id, int context, boolean schema, long input, long output) {
    var can = schema ? Set.of(Capability.JSON_SCHEMA) : Set.<Capability>of();
    return new BestValue.Priced(
        new UpstreamModel(id, context, 0, can), new TokenPrices(input, input, input, output));
  }

  @Provide
  Arbitrary<List<BestValue.Priced>> markets() {
    return Combinators.combine(
            Arbitraries.strings().alpha().ofLength(3),
            Arbitraries.of(32_000, 127_999, 128_000, 1_000_000),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 1_000_000_000),
            Arbitraries.longs().between(0, 1_000_000_000))
        .as(BestValueTest::priced)
        .list()
        .ofMaxSize(20);
  }

  @Property
  void bestIsSuitableAndTheCheapestSuitableModel(@ForAll("markets") List<BestValue.Priced> models) {
    var best = BestValue.of(models);
    var fit = models.stream().filter(BestValue.Priced::isSuitable).toList();
    assertThat(best.isPresent()).isEqualTo(!fit.isEmpty());
    best.ifPresent(
        found -> {
          assertThat(found.model().contextTokens()).isGreaterThanOrEqualTo(128_000);
          assertThat(found.model().can(Capability.JSON_SCHEMA)).isTrue();
          assertThat(fit).allMatch(other -> other.blended() >= found.blended());
        });
  }

  @Example
  void blendIsThreeInputTokensToOneOutputToken() {
    var cheapAnswers = priced("a", 128_000, true, 400_000, 0);
    var cheapPrompts = priced("b", 128_000, true, 100_000, 800_000);
    var short_ = priced("c", 100_000, true, 0, 0);

    assertThat(BestValue.of(List.of(cheapAnswers, cheapPrompts, short_))).contains(cheapPrompts);
    assertThat(cheapPrompts.blendedDollarsPerMillion()).isEqualTo("0.275");
  }
}
