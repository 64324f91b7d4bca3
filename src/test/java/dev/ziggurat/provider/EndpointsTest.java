package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure.AuthRejected;
import dev.ziggurat.llm.Providers;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

  private static final Optional<OfflineProviders> SIMULATOR =
      Optional.of(
          (provider, port) ->
              URI.create("http://127.0.0.1:%d/simulator/%s/".formatted(port, provider.id())));
  private static final Set<Provider> ALL = Set.copyOf(Providers.builtIn().inOrder());

  @ParameterizedTest
  @ValueSource(strings = {"dev", "test", "demo"})
  void withoutAnyKeyAllProvidersAreSimulated(String profile) {
    var endpoints = endpoints(profile, Map.of(), SIMULATOR);

    assertThat(simulated(endpoints)).isEqualTo(ALL);
    assertThat(endpoints.find(Providers.builtIn().get(Provider.GROQ)))
        .contains(
            new Endpoint(
                Provider.GROQ,
                URI.create("http://127.0.0.1:8080/simulator/groq"),
                "simulated",
                true));
  }

  @Test
  void providerWithKeyIsRealAndTheOthersAreUnusable() {
    var endpoints =
        endpoints("dev", Map.of("groq.api-key", " gsk_12345 ", "claude.api-key", " "), SIMULATOR);

    assertThat(endpoints.find(Providers.builtIn().get(Provider.GROQ)))
        .contains(
            new Endpoint(
                Provider.GROQ, URI.create("https://api.groq.com/openai/v1"), "gsk_12345", false));
    assertThat(usable(endpoints)).containsExactly(Provider.GROQ);
  }

  @Test
  void listedProviderIsSimulatedBesideARealOne() {
    var endpoints =
        endpoints(
            "demo", Map.of("groq.api-key", "gsk_12345", "simulated", "wandb,openai"), SIMULATOR);

    assertThat(usable(endpoints)).containsExactly(Provider.WANDB, Provider.GROQ, Provider.OPENAI);
    assertThat(simulated(endpoints)).containsExactly(Provider.WANDB, Provider.OPENAI);
  }

  @Test
  void missingKeyErrorNamesTheVariable() {
    var endpoints = endpoints("prod", Map.of(), SIMULATOR);

    assertThatThrownBy(() -> endpoints.get(Providers.builtIn().get(Provider.CLAUDE)))
        .isInstanceOf(AuthRejected.class)
        .hasMessageContaining("ANTHROPIC_API_KEY");
  }

  @Test
  void prodNeverSimulates() {
    assertThat(usable(endpoints("prod", Map.of("simulated", "wandb,groq"), SIMULATOR))).isEmpty();
  }

  @Test
  void packageWithoutSimulatorDoesNotSimulate() {
    assertThat(usable(endpoints("dev", Map.of(), Optional.empty()))).isEmpty();
  }

  @Test
  void baseUrlCanBeOverridden() {
    var endpoints =
        endpoints(
            "prod",
            Map.of("claude.api-key", "sk-ant-1", "claude.api-base", "http://localhost:9/x/"),
            SIMULATOR);

    assertThat(endpoints.find(Providers.builtIn().get(Provider.CLAUDE)).orElseThrow().base())
        .isEqualTo(URI.create("http://localhost:9/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9000", "ftp://example.org", "http://", "/v1", "a b"})
  void invalidBaseUrlIsRejectedWithItsSetting(String base) {
    assertThatThrownBy(() -> endpoints("prod", Map.of("openai.api-base", base), SIMULATOR))
        .hasMessageContaining("ziggurat.provider.openai.api-base")
        .hasMessageContaining("https://example.org/v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1234567", " seven77 "})
  void shortKeyIsRefusedAtStartWithItsVariable(String key) {
    assertThatThrownBy(() -> endpoints("prod", Map.of("wandb.api-key", key), SIMULATOR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ziggurat.provider.wandb.api-key")
        .hasMessageContaining("WANDB_API_KEY has fewer than 8 characters")
        .hasMessageContaining("not-needed")
        .hasMessageNotContaining("seven77");
  }

  @Test
  void onlyKeysOfEightAndMoreCharactersAreMasked() {
    var base = URI.create("https://example.org");

    assertThat(new Endpoint(Provider.OPENAI, base, "12345678", false).withoutKey("a 12345678 b"))
        .isEqualTo("a *** b");
    assertThat(new Endpoint(Provider.OPENAI, base, "x", false).withoutKey("max_tokens"))
        .isEqualTo("max_tokens");
  }

  @Test
  void addedProviderUsesItsBaseUrlAndKeyVariable() {
    var endpoints =
        endpoints("dev", Map.of("groq.api-key", "gsk_12345", "simulated", "wandb"), SIMULATOR);
    var fifth = added("FIFTH_API_KEY");

    assertThat(endpoints.find(fifth))
        .contains(
            new Endpoint(
                new Provider("fifth"),
                URI.create("https://api.example.org/v1"),
                "sk-fifth-5",
                false));
    assertThat(endpoints.find(added("SIXTH_API_KEY"))).isEmpty();
    assertThatThrownBy(() -> endpoints.get(added("SIXTH_API_KEY")))
        .isInstanceOf(AuthRejected.class)
        .hasMessageContaining("SIXTH_API_KEY");
    assertThat(endpoints.find(added("SHORT_API_KEY"))).isEmpty();
    assertThatThrownBy(() -> endpoints.get(added("SHORT_API_KEY")))
        .isInstanceOf(AuthRejected.class)
        .hasMessageContaining("SHORT_API_KEY has fewer than 8 characters");
    assertThat(endpoints.unusableReason(fifth)).isEmpty();
    assertThat(endpoints.unusableReason(added("SIXTH_API_KEY"))).contains("no key is set");
    assertThat(endpoints.unusableReason(added("SHORT_API_KEY")))
        .contains("the key in SHORT_API_KEY has fewer than 8 characters");
  }

  private static ProviderDefinition added(String keyVariable) {
    var like = Providers.builtIn().get(Provider.OPENAI);
    return new ProviderDefinition(
        new Provider("fifth"),
        "Fifth",
        "fifth",
        ProviderDefinition.Origin.ADDED,
        new ProviderDefinition.Access(
            "https://api.example.org/v1",
            keyVariable,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        like.wire(),
        "some-model",
        like.deviations());
  }

  @Test
  void addressKeyAndProjectMakeAnotherIdThatTellsNoneOfThem() {
    var ids =
        new LinkedHashSet<>(
            List.of(
                new Endpoint(Provider.GROQ, URI.create("http://x"), "gsk_1", false).id(""),
                new Endpoint(Provider.GROQ, URI.create("http://x/v1"), "gsk_1", false).id(""),
                new Endpoint(Provider.GROQ, URI.create("http://x"), "gsk_2", false).id(""),
                new Endpoint(Provider.GROQ, URI.create("http://x"), "gsk_1", false).id("a/b")));

    assertThat(ids).hasSize(4).allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(new Endpoint(Provider.GROQ, URI.create("http://x"), "gsk_1", false).id(""))
        .as("the same in the next process")
        .isEqualTo(ids.getFirst());
  }

  @Test
  void theIdOfAProviderChangesWithItsKeyAndItsProject() {
    var wandb = Providers.builtIn().get(Provider.WANDB);
    assertThat(endpoints("prod", Map.of(), SIMULATOR).id(wandb)).isEmpty();
    var ids =
        List.of(
            endpoints("prod", Map.of("wandb.api-key", "key-one-1"), SIMULATOR).id(wandb),
            endpoints("prod", Map.of("wandb.api-key", "key-two-2"), SIMULATOR).id(wandb),
            endpoints(
                    "prod", Map.of("wandb.api-key", "key-one-1", "wandb.project", "a/b"), SIMULATOR)
                .id(wandb),
            endpoints(
                    "prod",
                    Map.of(
                        "wandb.api-key", "key-one-1", "wandb.api-base", "http://localhost:8000/v1"),
                    SIMULATOR)
                .id(wandb));
    assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
  }

  @Test
  void endpointDoesNotShowItsKey() {
    var endpoint = new Endpoint(Provider.GROQ, URI.create("http://x"), "gsk_secret", false);

    assertThat(endpoint).asString().doesNotContain("gsk_secret");
  }

  private static Set<Provider> usable(Endpoints endpoints) {
    var usable = new LinkedHashSet<>(Providers.builtIn().inOrder());
    usable.removeIf(provider -> endpoints.find(Providers.builtIn().get(provider)).isEmpty());
    return usable;
  }

  private static Set<Provider> simulated(Endpoints endpoints) {
    var simulated = usable(endpoints);
    simulated.removeIf(
        provider -> !endpoints.find(Providers.builtIn().get(provider)).orElseThrow().simulated());
    return simulated;
  }

  private static Endpoints endpoints(
      String profile, Map<String, String> settings, Optional<OfflineProviders> offline) {
    var values = new HashMap<String, String>();
    values.put("quarkus.http.port", "8080");
    values.put("FIFTH_API_KEY", " sk-fifth-5 ");
    values.put("SHORT_API_KEY", "sk-5");
    values.put("quarkus.http.test-port", "8080");
    settings.forEach((key, value) -> values.put("ziggurat.provider." + key, value));
    var config =
        new SmallRyeConfigBuilder()
            .withProfile(profile)
            .withMapping(ProviderConfig.class)
            .withConverter(MemorySize.class, 300, new MemorySizeConverter())
            .withSources(new PropertiesConfigSource(values, "test", 500))
            .build();
    return new Endpoints(config.getConfigMapping(ProviderConfig.class), config, offline);
  }
}
