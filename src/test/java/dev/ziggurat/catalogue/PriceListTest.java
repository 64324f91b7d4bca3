package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices by service tier, day and prompt length. */
class PriceListTest {

  private static final String PRICES =
      """
      {"input": 2, "cached": 1, "output": 8},
      {"tier": "flex", "input": 1, "cached": 0.5, "output": 4},
      {"tier": "priority", "input": 3, "cached": 1.5, "output": 14},
      {"tier": "priority", "abovePromptTokens": 1000, "input": 6, "output": 20},
      {"tier": "priority", "from": "2026-12-01", "input": 4, "output": 15},
      {"tier": "batch", "input": 100, "output": 100}""";

  private static PriceList on(String day, String prices) {
    var entry =
        new CatalogueReader(new ObjectMapper())
            .parseEntry(
                "{\"provider\": \"openai\", \"id\": \"m\", \"can\": [], \"prices\": [%s]}"
                    .formatted(prices));
    return CatalogueReader.models(List.of(entry)).getFirst().prices().on(LocalDate.parse(day));
  }

  private final PriceList list = on("2026-11-20", PRICES);

  private static long worst(PriceList list, long input, long output, String asked) {
    return list.worstCase(input, output, Optional.ofNullable(asked).map(ServiceTier::of))
        .map(NanoDollars::value)
        .orElse(-1L);
  }

  @ParameterizedTest
  @CsvSource({
    "default, 100, 50, 10, 230000",
    "on_demand, 100, 50, 10, 230000",
    "standard, 100, 50, 10, 230000",
    "flex, 100, 50, 10, 115000",
    "priority, 100, 50, 10, 365000",
    "priority, 1001, 0, 10, 6206000",
    "BATCH, 100, 0, 10, 11000000"
  })
  void aCallCostsWhatItsTierCosts(
      String tier, long input, long cached, long output, long nanoDollars) {
    assertThat(list.cost(new TokenUsage(input, cached, 0, output, 0), ServiceTier.of(tier)))
        .contains(new NanoDollars(nanoDollars));
  }

  @Test
  void aTierWithoutPriceHasNoCost() {
    assertThat(list.cost(new TokenUsage(1, 0, 0, 1, 0), ServiceTier.of("scale"))).isEmpty();
    assertThat(list.knows(ServiceTier.of("scale"))).isFalse();
    assertThat(worst(list, 1, 1, "scale")).isEqualTo(-1);
  }

  @Test
  void theReservationIsTheDearestTierThatMayBeBilled() {
    // A call that asks for none may be billed by the account's default tier, but never as a batch.
    assertThat(worst(list, 100, 10, null)).isEqualTo(100 * 3_000 + 10 * 14_000);
    assertThat(worst(list, 100, 10, "default")).isEqualTo(100 * 2_000 + 10 * 8_000);
    assertThat(worst(list, 100, 10, "priority")).isEqualTo(100 * 3_000 + 10 * 14_000);
    assertThat(worst(list, 100, 10, "flex")).isEqualTo(100 * 2_000 + 10 * 8_000);
    assertThat(worst(on("2026-11-20", "{\"input\": 2, \"output\": 8}"), 100, 10, "flex"))
        .isEqualTo(100 * 2_000 + 10 * 8_000);
    // Dearer when it falls back to the default tier.
    var cheaper =
        "{\"input\": 2, \"output\": 8}, {\"tier\": \"slow\", \"input\": 1, \"output\": 1}";
    assertThat(worst(on("2026-11-20", cheaper), 100, 10, "slow"))
        .isEqualTo(100 * 2_000 + 10 * 8_000);
  }

  @Test
  void eachTierHasItsOwnDays() {
    var december = on("2026-12-01", PRICES);
    var usage = new TokenUsage(1001, 0, 0, 10, 0);
    assertThat(december.cost(usage, ServiceTier.of("priority")))
        .contains(new NanoDollars(1001 * 4_000 + 10 * 15_000));
    assertThat(december.cost(usage, ServiceTier.FLEX))
        .contains(new NanoDollars(1001 * 1_000 + 10 * 4_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"tier\": \"flex\", \"input\": 1, \"output\": 1} | add a row without tier",
        "{\"input\": 1, \"output\": 1}, {\"tier\": \"no tier\", \"input\": 1, \"output\": 1}"
            + " | prices[1].tier: no tier is not a service tier",
        "{\"input\": 1, \"output\": 1}, {\"tier\": \"standard\", \"input\": 1, \"output\": 1}"
            + " | two rows have the same tier (default)",
        "{\"input\": 1, \"output\": 1}, {\"tier\": \"flex\", \"abovePromptTokens\": 9, \"input\": 1,"
            + " \"output\": 1} | add a row without abovePromptTokens for the prices of the tier flex"
      })
  void contradictingRowsAreNamed(String prices, String fault) {
    assertThatThrownBy(() -> on("2026-11-20", prices)).hasMessageContaining(fault);
  }
}
