package dev.ziggurat.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.WireFormat;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fifth provider by configuration alone. */
class ConfiguredProvidersTest {

  private static final Provider FIFTH = new Provider("fifth");
  private static final Map<String, String> LEAST =
      Map.of(
          "added.fifth.api-base", "https://api.example.org/v1/", "added.fifth.default-model", "m");

  private static Providers configured(Map<String, String> settings) {
    var values = new HashMap<String, String>();
    settings.forEach((key, value) -> values.put("ziggurat.settings." + key, value));
    return read(
        new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(values, "test", 500)));
  }

  private static Providers read(SmallRyeConfigBuilder builder) {
    var config =
        builder
            .withMapping(SettingsConfig.class)
            .withConverter(Duration.class, 300, new DurationConverter())
            .build();
    return new ConfiguredProviders(config.getConfigMapping(SettingsConfig.class)).all();
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    var more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  @Test
  void withoutAnySettingTheFourAreTriedAsEver() {
    assertThat(configured(Map.of()).ids()).containsExactly("wandb", "groq", "claude", "openai");
  }

  @Test
  void anAddressAndAModelAreEnough() {
    var providers = configured(LEAST);
    var fifth = providers.get(FIFTH);

    assertThat(providers.ids()).containsExactly("wandb", "groq", "claude", "openai", "fifth");
    assertThat(fifth.origin()).isEqualTo(Origin.CONFIGURED);
    assertThat(fifth.wire()).isEqualTo(WireFormat.OPENAI);
    assertThat(fifth.name()).isEqualTo("fifth");
    assertThat(fifth.defaultModel()).isEqualTo("m");
    assertThat(fifth.access().base()).isEqualTo("https://api.example.org/v1");
    assertThat(fifth.access().keyVariable()).isEqualTo("FIFTH_API_KEY");
    assertThat(fifth.access().project()).isEmpty();
    assertThat(fifth.deviations().maxTokensField()).isEqualTo(MaxTokensField.MAX_TOKENS);
    assertThat(fifth.deviations().unknownFields())
        .contains("thinking", "store")
        .doesNotContain("seed");
  }

  @Test
  void everythingElseCanBeSaidToo() {
    var settings = new HashMap<>(LEAST);
    settings.put("added.fifth.name", "The Fifth");
    settings.put("added.fifth.key-variable", "OTHER_API_KEY");
    settings.put("added.fifth.project", "team/project");
    settings.put("added.fifth.max-tokens-field", "max-completion-tokens");
    settings.put("added.fifth.answer-format", "json-object");
    settings.put("added.fifth.stream-usage", "false");
    settings.put("added.fifth.unknown-fields", "seed,top_k");
    settings.put("added.fifth.responses", "true");
    settings.put("order", "fifth,groq");
    var providers = configured(settings);
    var fifth = providers.get(FIFTH);

    assertThat(providers.ids()).containsExactly("fifth", "groq", "wandb", "claude", "openai");
    assertThat(fifth.name()).isEqualTo("The Fifth");
    assertThat(fifth.access().keyVariable()).isEqualTo("OTHER_API_KEY");
    assertThat(fifth.access().project()).contains("team/project");
    assertThat(fifth.deviations().maxTokensField()).isEqualTo(MaxTokensField.MAX_COMPLETION_TOKENS);
    assertThat(fifth.deviations().strictestFormat()).isEqualTo(AnswerFormat.JSON_OBJECT);
    assertThat(fifth.deviations().streamUsage()).isFalse();
    assertThat(fifth.deviations().unknownFields()).containsExactlyInAnyOrder("seed", "top_k");
    assertThat(fifth.ownApis()).containsExactly(Api.RESPONSES);
  }

  @Test
  void variablesOfTheEnvironmentDo() {
    var variables =
        Map.of(
            "ZIGGURAT_SETTINGS_ADDED_FIFTH_API_BASE", "https://api.example.org/v1",
            "ZIGGURAT_SETTINGS_ADDED_FIFTH_DEFAULT_MODEL", "m",
            "ZIGGURAT_SETTINGS_ORDER", "fifth");
    var providers =
        read(new SmallRyeConfigBuilder().withSources(new EnvConfigSource(variables, 300)));

    assertThat(providers.ids()).first().isEqualTo("fifth");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "added.fifth.api-base|http://api.example.org/v1|https address",
        "added.fifth.api-base|https://me:secret@example.org|https address",
        "added.fifth.api-base|ftp://example.org|https address",
        "added.fifth.key-variable|OPENAI_API_KEY|must not be sent elsewhere",
        "added.fifth.key-variable|ZIGGURAT_ADMIN_TOKEN|ends in _API_KEY",
        "added.fifth.unknown-fields|messages|without it there is no request",
        "order|fifth,nobody|there is no provider 'nobody'"
      })
  void aFaultIsToldWithItsSetting(String key, String value, String fault) {
    var settings = with(LEAST, key, value);
    assertThatThrownBy(() -> configured(settings))
        .hasMessageContaining("ziggurat.settings." + key)
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource({"wandb", "anthropic", "auto", "Fifth", "5th"})
  void anIdThatMeansSomethingElseIsRefused(String id) {
    var settings =
        Map.of(
            "added." + id + ".api-base",
            "https://example.org",
            "added." + id + ".default-model",
            "m");
    assertThatThrownBy(() -> configured(settings))
        .hasMessageContaining("ziggurat.settings.added." + id);
  }

  @Test
  void plainHttpIsForThisMachine() {
    var settings = with(LEAST, "added.fifth.api-base", "http://localhost:11434/v1");
    assertThat(configured(settings).get(FIFTH).access().base())
        .isEqualTo("http://localhost:11434/v1");
  }
}
