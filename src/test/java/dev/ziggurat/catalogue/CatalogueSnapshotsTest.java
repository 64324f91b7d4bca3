package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.settings.Settings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes written by another instance are loaded once the version of the settings was checked. */
@QuarkusTest
class CatalogueSnapshotsTest {

  private static final String INSERT =
      """
      insert into catalogue_model (provider, id, entry, changed_at, changed_by)
      values ('groq', ?, ?, now(), 'another instance')""";

  @Inject Arena arena;
  @Inject Catalogue catalogue;
  @Inject ModelRegistry registry;
  @Inject Settings settings;

  @AfterEach
  void deleteChanges() {
    arena.change("delete from catalogue_model");
    raiseVersion();
    settings.forget();
  }

  private long raiseVersion() {
    arena.change("update system_settings set version = version + 1");
    return arena.number("select version from system_settings");
  }

  @Test
  void aNewerSettingsVersionReloadsTheCatalogue() {
    assertThat(catalogue.resolve("acme/far-1")).isEmpty();
    arena.change(INSERT, "acme/far-1", "{\"provider\":\"groq\",\"id\":\"acme/far-1\",\"can\":[]}");
    var version = raiseVersion();

    settings.at(version);

    assertThat(catalogue.resolve("acme/far-1")).isPresent();
  }

  @Test
  void changesThatConflictWithShippedModelsAreIgnoredAndReported() {
    arena.change(
        INSERT,
        "acme/far-2",
        "{\"provider\":\"groq\",\"id\":\"acme/far-2\",\"aliases\":[\"openai/gpt-oss-20b\"],\"can\":[]}");
    settings.at(raiseVersion());

    assertThat(catalogue.resolve("acme/far-2")).isEmpty();
    assertThat(catalogue.resolve("openai/gpt-oss-20b")).isPresent();
    assertThat(registry.fault().orElseThrow()).contains("openai/gpt-oss-20b is listed twice");

    arena.change("delete from catalogue_model");
    settings.at(raiseVersion());
    assertThat(catalogue.resolve("openai/gpt-oss-20b")).isPresent();
    assertThat(registry.fault()).isEmpty();
  }
}
