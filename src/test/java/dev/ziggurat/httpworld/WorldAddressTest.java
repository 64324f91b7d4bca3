package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where worlds may be, and which variables may hold their keys. */
class WorldAddressTest {

  private static WorldAddress at(String url) {
    return new WorldAddress(url, "TOWN_WORLD_KEY");
  }

  @Test
  void withoutPrivateAddressesThereIsNothingWithoutTls() {
    assertThat(at("http://game.example").urlFault(false))
        .hasValueSatisfying(
            fault -> assertThat(fault).contains("ziggurat.http-world.private-addresses"));
    assertThat(at("http://game.example").urlFault(true)).isEmpty();
    assertThat(at("https://game.example/ziggurat").urlFault(false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "game.example",
        "https://",
        "https://user:secret@game.example/",
        "https://game.example/?a=1",
        "https://game.example/#a",
        "file:///etc/passwd",
        "https://game.example/a b",
        "https:game"
      })
  void whatIsNoAddress(String url) {
    assertThat(at(url).urlFault(true)).isPresent();
    assertThat(at(url).urlFault(false)).isPresent();
  }

  @Test
  void slashesAtTheEndDoNotCount() {
    assertThat(at("https://game.example/ziggurat//").url())
        .isEqualTo("https://game.example/ziggurat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPENAI_API_KEY",
        "ADMIN_TOKEN",
        "CRON_SECRET",
        "ziggurat.access.admin-token",
        "_WORLD_KEY",
        "WORLD_KEY",
        "town_WORLD_KEY",
        "TOWN_WORLD_KEY_",
        "TOWN WORLD_KEY"
      })
  void noOtherSecretIsAWorldsKey(String variable) {
    assertThat(new WorldAddress("https://game.example", variable).keyVariableFault()).isPresent();
  }
}
