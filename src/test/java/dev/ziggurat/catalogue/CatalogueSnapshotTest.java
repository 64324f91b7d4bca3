package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueSnapshotTest {

  private static final String CHANGED = "openai/gpt-oss-120b";

  private final CatalogueFile shipped =
      new CatalogueReader(new ObjectMapper()).parse(CatalogueSnapshots.shippedText());

  private static ModelEntry entry(String id, String shutDown, String successor, Price... prices) {
    return new ModelEntry(
        "groq",
        id,
        List.of(),
        null,
        1000,
        null,
        List.of(),
        null,
        shutDown,
        successor,
        List.of(prices));
  }

  private static Price price(String from, int dollars) {
    var each = BigDecimal.valueOf(dollars);
    return new Price(null, from, null, each, null, null, each);
  }

  private Catalogue catalogue(ModelEntry... changes) {
    var snapshot = new CatalogueSnapshot(2, Providers.builtIn(), shipped, List.of(changes));
    var noon = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    return new Catalogue(() -> snapshot, () -> snapshot, noon);
  }

  @Test
  void aChangeReplacesTheShippedEntryOfThatProviderOnly() {
    var catalogue = catalogue(entry(CHANGED, null, null));

    assertThat(catalogue.listing(Provider.GROQ, CHANGED).orElseThrow().origin())
        .isEqualTo(Origin.CHANGED);
    assertThat(catalogue.listing(Provider.WANDB, CHANGED).orElseThrow().origin())
        .isEqualTo(Origin.SHIPPED);
    assertThat(catalogue.listings()).hasSize(shipped.models().size());
    assertThat(catalogue.offer(Provider.GROQ, List.of(CHANGED)).orElseThrow().model())
        .matches(model -> model.contextTokens() == 1000);
  }

  @Test
  void registeredModelsAreListedLast() {
    var catalogue = catalogue(entry("acme/wise-1", null, null));

    assertThat(catalogue.listings().getLast().origin()).isEqualTo(Origin.REGISTERED);
    assertThat(catalogue.resolve("acme/wise-1")).isPresent();
    assertThat(catalogue.resolve("groq/acme/wise-1")).isPresent();
  }

  @Test
  void aLocalNameIsNotSentToTheProvider() {
    var named = entry("acme/wise-1", null, null).with(List.of("wise"), List.of());
    var catalogue = catalogue(named);

    for (var name : List.of("wise", "groq/wise")) {
      assertThat(catalogue.resolve(name).orElseThrow().offers())
          .singleElement()
          .matches(offer -> offer.model().id().equals("acme/wise-1"));
    }
    assertThat(catalogue.localNames()).containsOnlyKeys("wise");
    assertThatThrownBy(() -> catalogue(named.with(List.of(CHANGED), List.of())))
        .hasMessageContaining("is listed twice");
  }

  @Test
  void aNewPriceDoesNotChangeThePriceOfPastDays() {
    var catalogue = catalogue(entry(CHANGED, null, null, price(null, 1), price("2026-11-20", 2)));

    assertThat(cost(catalogue, "2026-11-19")).contains(new NanoDollars(1_000_000_000));
    assertThat(cost(catalogue, "2026-11-20")).contains(new NanoDollars(2_000_000_000));
  }

  private static Optional<NanoDollars> cost(Catalogue catalogue, String day) {
    return catalogue
        .prices(Provider.GROQ, CHANGED, LocalDate.parse(day))
        .cost(new TokenUsage(1_000_000, 0, 0, 0, 0), ServiceTier.DEFAULT);
  }

  @Test
  void changesAreCheckedLikeTheShippedFile() {
    assertThatThrownBy(() -> catalogue(entry(CHANGED, "2026-01-01", "nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must lead to a model that is not shut down");
    assertThatThrownBy(
            () -> catalogue(entry("a", "2026-01-01", "b"), entry("b", "2026-01-01", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must lead to a model that is not shut down");
  }
}
