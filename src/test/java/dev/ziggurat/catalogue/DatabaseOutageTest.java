package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.settings.Settings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Cached settings and catalogue stay in use while the database is unavailable. */
@QuarkusTest
class DatabaseOutageTest {

  @Inject Arena arena;
  @Inject Settings settings;
  @Inject Catalogue catalogue;

  @Test
  void lastKnownSettingsStayInUseEvenWhenTheCacheWasCleared() {
    settings.forget();
    var known = settings.current();
    arena.change("alter table system_settings rename to settings_away");
    try {
      settings.forget();
      assertThat(settings.current()).isEqualTo(known);
      assertThat(settings.current()).isEqualTo(known);
      assertThat(catalogue.resolve("openai/gpt-oss-120b")).isPresent();
    } finally {
      arena.change("alter table settings_away rename to system_settings");
      settings.forget();
    }
    assertThat(settings.current()).isEqualTo(known);
  }
}
