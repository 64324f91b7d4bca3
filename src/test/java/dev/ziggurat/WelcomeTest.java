package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WelcomeTest {

  @ParameterizedTest
  @ValueSource(strings = {"dev-viewer", "dev-admin", "dev-cron"})
  void showsWhatEverybodyKnows(String secret) {
    assertThat(Welcome.shown(Optional.of(secret))).isEqualTo(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev-4f1c9a", "dev-admin2", "s3cret", " "})
  void showsNoSecretOfTheOperator(String secret) {
    assertThat(Welcome.shown(Optional.of(secret))).isEqualTo("(the one you set)");
  }

  @Test
  void saysWhenThereIsNone() {
    assertThat(Welcome.shown(Optional.empty())).isEqualTo("(none)");
  }
}
