package dev.ziggurat.catalogue;

import static dev.ziggurat.llm.Provider.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class CatalogueTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  private final Catalogue catalogue = on("2026-11-20");

  static Catalogue on(String day) {
    return catalogue(shipped(), List.of(), InstantSource.fixed(Instant.parse(day + "T12:00:00Z")));
  }

  private static CatalogueFile shipped() {
    return new CatalogueReader(new ObjectMapper()).parse(CatalogueSnapshots.shippedText());
  }

  private static Catalogue catalogue(
      CatalogueFile shipped, List<ModelEntry> changes, InstantSource time) {
    var snapshot = new CatalogueSnapshot(1, Providers.builtIn(), shipped, changes);
    return new Catalogue(() -> snapshot, () -> snapshot, time);
  }

  @ParameterizedTest
  @CsvSource({
    // name, offers as provider=id in the order of the chain
    "openai/gpt-oss-120b, wandb=openai/gpt-oss-120b groq=openai/gpt-oss-120b",
    "groq/openai/gpt-oss-120b, groq=openai/gpt-oss-120b",
    "wandb/openai/gpt-oss-120b, wandb=openai/gpt-oss-120b",
    "groq/compound, groq=groq/compound",
    "groq/groq/compound, groq=groq/compound",
    "meta-llama/Llama-3.3-70B-Instruct, wandb=meta-llama/Llama-3.3-70B-Instruct",
    "llama-3.3-70b-versatile, groq=openai/gpt-oss-120b",
    "groq/llama-3.3-70b-versatile, groq=openai/gpt-oss-120b",
    "claude-sonnet-5-5, claude=claude-sonnet-5-5",
    "claude/claude-sonnet-5-5, claude=claude-sonnet-5-5",
    "anthropic/claude-sonnet-5-5, claude=claude-sonnet-5-5",
    "claude-3-5-sonnet, claude=claude-sonnet-5-5",
    "claude-3-5-sonnet-20241022, claude=claude-sonnet-5-5",
    "claude-haiku-4-5-20251001, claude=claude-haiku-4-5-20251001",
    "gpt-oss-120b, wandb=openai/gpt-oss-120b groq=openai/gpt-oss-120b",
    "groq/gpt-oss-20b, groq=openai/gpt-oss-20b",
    "Llama-3.3-70B-Instruct, wandb=meta-llama/Llama-3.3-70B-Instruct",
    "gpt-4o-mini, openai=gpt-4o-mini",
    "openai/gpt-4o-mini, openai=gpt-4o-mini",
    "gpt-4o-mini-2024-07-18, openai=gpt-4o-mini-2024-07-18",
    "wandb-artifact:///team/project/lora:v3, wandb=wandb-artifact:///team/project/lora:v3",
    "wandb/wandb-artifact:///team/project/lora:v3, wandb=wandb-artifact:///team/project/lora:v3"
  })
  void resolvesKnownNames(String name, String offers) {
    assertThat(
            catalogue.resolve(name).orElseThrow().offers().stream()
                .map(offer -> offer.provider() + "=" + offer.model().id()))
        .containsExactly(offers.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpt-99",
        "GPT-4o-mini",
        "claude/gpt-4o-mini",
        "groq/wandb/openai/gpt-oss-120b",
        "openai/openai/gpt-oss-120b",
        "groq/wandb-artifact:///team/project/lora:v3",
        "azure/gpt-4o-mini",
        "azure/gpt-oss-120b",
        "gpt-oss",
        "/gpt-oss-120b",
        "groq/"
      })
  void doesNotResolveUnknownNames(String name) {
    assertThat(catalogue.resolve(name)).isEmpty();
  }

  @Test
  void fromTheShutdownDayOnTheSuccessorIsUsedWithAWarning() {
    var lastDay = on("2027-01-13").resolve("gpt-4o-mini").orElseThrow();
    var firstDay = on("2027-01-14").resolve("gpt-4o-mini").orElseThrow();

    assertThat(lastDay.warning()).isEmpty();
    assertThat(lastDay.offers().getFirst().model().id()).isEqualTo("gpt-4o-mini");
    assertThat(firstDay.offers().getFirst().model().id()).isEqualTo("gpt-6-luna");
    assertThat(firstDay.warning())
        .contains("gpt-4o-mini was shut down by openai on 2027-01-14: gpt-6-luna is used instead");
  }

  @Test
  void choosesTheFirstCandidateThatTheProviderServes() {
    var candidates =
        List.of("claude-opus-5-5", "nonsense", "wandb/zai-org/GLM-5.2", "openai/gpt-oss-20b");

    assertThat(catalogue.offer(GROQ, candidates).orElseThrow().model().id())
        .isEqualTo("openai/gpt-oss-20b");
    assertThat(catalogue.offer(WANDB, candidates).orElseThrow().model().id())
        .isEqualTo("zai-org/GLM-5.2");
    assertThat(catalogue.offer(OPENAI, candidates)).isEmpty();
  }

  @ParameterizedTest
  @EachProvider
  void everyProviderHasAnAvailableDefaultModelWithAPrice(Provider provider) {
    for (var day : List.of("2026-11-20", "2027-12-31")) {
      var then = on(day);
      var offer =
          then.offer(provider, List.of(Providers.builtIn().get(provider).defaultModel()))
              .orElseThrow();

      assertThat(offer.provider()).isEqualTo(provider);
      assertThat(
              then.prices(provider, offer.model().id(), LocalDate.parse(day))
                  .worstCase(1000, 1000, Optional.empty()))
          .isPresent();
    }
  }

  @Test
  void theDefaultModelNamesAreUnchanged() {
    assertThat(Providers.builtIn().definitions())
        .extracting(ProviderDefinition::defaultModel)
        .containsExactly(
            "meta-llama/Llama-3.3-70B-Instruct",
            "llama-3.3-70b-versatile",
            "claude-3-5-sonnet",
            "gpt-4o-mini");
  }

  @Test
  void warnsOnceOfEachShutDownOrUnknownName() {
    var names =
        List.of(
            "llama-3.3-70b-versatile",
            "gpt-4o-mini",
            "claude-3-5-sonnet",
            "llama-3.3-70b-versatile",
            "nonsense",
            "gpt-4o-minni");

    assertThat(catalogue.warnings(names, TODAY))
        .containsExactly(
            "llama-3.3-70b-versatile was shut down by groq on 2026-08-16: openai/gpt-oss-120b is used instead",
            "claude-3-5-sonnet was shut down by claude on 2025-10-28: claude-sonnet-5-5 is used instead",
            "nonsense is not in the catalogue",
            "gpt-4o-minni is not in the catalogue; similar names: gpt-4o-mini, gpt-4.1-mini, gpt-5-mini");
  }

  @ParameterizedTest
  @CsvSource({
    // provider, model, day, input, cached, cacheWrite, output, nano-dollars
    "wandb, openai/gpt-oss-120b, 2026-11-20, 1000000, 0, 0, 1000000, 200000000",
    "wandb, openai/gpt-oss-120b, 2026-09-28, 1000000, 0, 0, 1000000, 750000000",
    "groq, openai/gpt-oss-120b, 2026-11-20, 82, 64, 0, 23, 21300",
    "claude, claude-sonnet-5-5, 2026-11-20, 53, 5, 7, 27, 370500",
    "claude, claude-haiku-5-5, 2026-11-20, 100000, 0, 0, 1000, 10500000",
    "claude, claude-haiku-5-5, 2026-11-20, 100001, 0, 0, 1000, 52500500",
    "openai, gpt-6-luna, 2026-11-20, 272000, 0, 0, 1000, 27700000",
    "openai, gpt-6-luna, 2026-11-20, 272001, 0, 0, 1000, 55150200",
    "openai, gpt-4o-mini-2024-07-18, 2026-11-20, 1000, 0, 0, 0, 150000",
    "openai, gpt-6-luna-20260922, 2026-11-20, 1000, 0, 0, 0, 100000",
    "openai, gpt-6-luna, 2026-11-20, 10, 20, 0, 0, 200"
  })
  void aCallIsBilledAtThePricesOfItsDay(
      Provider provider,
      String model,
      LocalDate day,
      long input,
      long cached,
      long cacheWrite,
      long output,
      long nanoDollars) {
    assertThat(
            catalogue
                .prices(provider, model, day)
                .cost(new TokenUsage(input, cached, cacheWrite, output, 0), ServiceTier.DEFAULT))
        .contains(new NanoDollars(nanoDollars));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5.6-sol",
    "openai, no-such-model",
    "groq, groq/compound",
    "groq, gpt-4o-mini",
    "wandb, wandb-artifact:///team/project/lora:v3"
  })
  void anUnknownPriceIsNeverZero(Provider provider, String model) {
    assertThat(
            catalogue
                .prices(provider, model, TODAY)
                .cost(new TokenUsage(1, 0, 0, 1, 0), ServiceTier.DEFAULT))
        .isEmpty();
  }

  @Test
  void theWorstCaseUsesAllOutputTokensAndNoCache() {
    var offer = catalogue.offer(CLAUDE, List.of("claude-sonnet-5-5")).orElseThrow();

    assertThat(
            catalogue
                .prices(CLAUDE, offer.model().id(), TODAY)
                .worstCase(1000, 500, Optional.empty()))
        .contains(new NanoDollars(1000 * 2_500 + 500 * 10_000));
    assertThat(offer.model().outputBudget(1_000_000)).isEqualTo(128_000);
  }

  @Test
  void modelsThatRejectATemperatureLackTheCapability() {
    assertThat(catalogue.offers())
        .filteredOn(offer -> offer.model().can(Capability.TEMPERATURE))
        .extracting(offer -> offer.model().id())
        .doesNotContain("claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-4-7", "gpt-6-luna")
        .contains("claude-haiku-4-5", "gpt-4o-mini", "meta-llama/Llama-3.3-70B-Instruct");
  }

  @Test
  void offersContainNoShutDownModel() {
    assertThat(catalogue.offers())
        .extracting(offer -> offer.model().id())
        .contains("gpt-4o-mini")
        .doesNotContain("llama-3.3-70b-versatile", "claude-3-5-sonnet", "gpt-4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'id':'a'|'id':''|models groq: id: must not be blank",
        "'provider':'groq'|'provider':'grok'|models grok a: provider: must be",
        "'can':[]|'can':['FLY']|models groq a: can: FLY must be one of",
        "'can':[]|'can':[],'contextTokens':-1|models groq a: contextTokens: must be positive",
        "'can':[]|'can':[],'shutDown':'soon'|models groq a: shutDown: soon is not a day",
        "'can':[]|'can':[],'shutDown':'2026-01-01'|models groq a: successor: must lead to a model",
        "'can':[]|'can':[],'successor':'b'|models groq a: successor: needs a shutDown day",
        "'can':[]|'can':[],'shutDown':'2026-01-01','successor':'a'|models groq a: successor: must lead",
        "'can':[]|'can':[],'aliases':['a']|models groq a: id: a is listed twice",
        "'can':[]|'can':[],'prices':[{'input':1}]|models groq a: prices[0].output: is missing",
        "'can':[]|'can':[],'prices':[{'input':1001,'output':1}]|models groq a: prices[0].input: 1001 is not a price",
        "'can':[]|'can':[],'prices':[{'input':-1,'output':1}]|models groq a: prices[0].input: -1 is not a price",
        "'can':[]|'can':[],'prices':[{'input':0.0000001,'output':1}]|models groq a: prices[0].input: 1E-7 is not a price",
        "'can':[]|'can':[],'prices':[{'input':1,'output':1,'abovePromptTokens':5}]|models groq a: prices: add a row without abovePromptTokens",
        "'can':[]|'can':[],'prices':[{'input':1,'output':1},{'input':2,'output':1}]|models groq a: prices: two rows",
        "'can':[]|'can':[],'colour':'red'|models[0].colour",
        "'can':[]|'can':[],'contextTokens':'many'|models[0].contextTokens",
        "'models'|'modells'|modells",
        "'models'|{|is not valid JSON"
      })
  void anErrorNamesItsEntryAndField(String good, String bad, String message) {
    var valid =
        """
        {"models":[
         {"provider":"groq","id":"a","can":[]},{"provider":"wandb","id":"w","can":["TOOLS"]},
         {"provider":"claude","id":"c","can":["TOOLS"]},{"provider":"openai","id":"o","can":["TOOLS"]}]}
        """;
    assertThat(valid).contains(good.replace('\'', '"'));
    var broken = valid.replace(good.replace('\'', '"'), bad.replace('\'', '"'));

    assertThatThrownBy(
            () ->
                new CatalogueSnapshot(
                    1,
                    Providers.builtIn(),
                    new CatalogueReader(new ObjectMapper()).parse(broken),
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
