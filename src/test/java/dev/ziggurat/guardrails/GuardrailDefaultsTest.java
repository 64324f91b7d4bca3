package dev.ziggurat.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The guardrails of all calls are read at the start, and stored ones whatever the settings say. */
class GuardrailDefaultsTest {

  private static final String HOOK =
      "[{\"kind\": \"webhook\", \"url\": \"https://example.com/check\"}]";

  private record Configured(Optional<String> defaults, Optional<String> signingKey)
      implements GuardrailsConfig, GuardrailsConfig.Webhooks {

    @Override
    public int window() {
      return 256;
    }

    @Override
    public MemorySize largestJudged() {
      return new MemorySize(BigInteger.TEN);
    }

    @Override
    public Webhooks webhook() {
      return this;
    }

    @Override
    public boolean privateAddresses() {
      return false;
    }

    @Override
    public MemorySize largestRequest() {
      return new MemorySize(BigInteger.TEN);
    }
  }

  private static GuardrailReader reader(GuardrailsConfig config) {
    return new GuardrailReader(config, new ObjectMapper());
  }

  private static GuardrailList defaults(String json, String key) {
    var config = new Configured(Optional.of(json), Optional.ofNullable(key));
    return new GuardrailDefaults(config, reader(config)).list();
  }

  @Test
  void theyAreReadFromTheConfiguration() {
    assertThat(defaults("[{\"kind\": \"sensitive-data\", \"secret\": \"refuse\"}]", null).all())
        .hasSize(1);
    assertThat(defaults(HOOK, "a signing key of tests").has(CallSide.ANSWER)).isTrue();
  }

  @Test
  void aMistakeIsToldWithItsFieldAndWithoutTheKey() {
    assertThatThrownBy(() -> defaults("[{\"kind\": \"pattern\", \"pattern\": \"(\"}]", "a secret"))
        .hasMessageContaining("ziggurat.guardrails.defaults is wrong")
        .hasMessageContaining("guardrails[0].pattern")
        .hasMessageNotContaining("a secret");
    assertThatThrownBy(() -> defaults("no JSON", null)).hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> defaults(HOOK, null)).hasMessageContaining("signing-key");
    assertThatThrownBy(() -> defaults(HOOK.replace("https", "http"), "a signing key of tests"))
        .hasMessageContaining("must begin with https://");
  }

  /** A key does not stop working, and its webhook refuses, if the signing key is taken away. */
  @Test
  void whatWasStoredIsReadWithoutASigningKey() {
    var config = new Configured(Optional.empty(), Optional.empty());
    assertThat(reader(config).stored(HOOK).all()).hasSize(1);
  }
}
