package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseAtStartTest {

  /** A native executable asks before application.properties is there. */
  @Test
  void theVariableOfTheFolderIsReadWithoutApplicationProperties() {
    assertThat(databaseWith("ZIGGURAT_EMBEDDED_DATABASE", "there"))
        .isEqualTo(new DatabaseAtStart.Embedded(Path.of("there")));
  }

  @Test
  void anAddressWinsOverTheFolder() {
    var config =
        new SmallRyeConfigBuilder()
            .withDefaultValue("ziggurat.embedded.folder", "there")
            .withDefaultValue("quarkus.datasource.jdbc.url", "jdbc:postgresql://db/ziggurat")
            .build();

    assertThat(DatabaseAtStart.of(config)).isEqualTo(new DatabaseAtStart.Given());
  }

  @Test
  void withNeitherItIsUnknown() {
    assertThat(databaseWith("ziggurat.unrelated", "x")).isEqualTo(new DatabaseAtStart.Unknown());
  }

  private static DatabaseAtStart databaseWith(String key, String value) {
    return DatabaseAtStart.of(new SmallRyeConfigBuilder().withDefaultValue(key, value).build());
  }
}
