package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.httpworld.check.WorldCheck;
import dev.ziggurat.httpworld.check.WorldCheckReport;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example worlds of the documentation keep the contract, each as a process of its own. */
@QuarkusTest
class ExampleWorldsTest {

  @TempDir Path folder;
  @Inject WorldCheck check;

  @ParameterizedTest
  @EnumSource
  void theyPassTheCheck(ExampleWorld.Language language) throws Exception {
    try (var world = ExampleWorld.start(language, TestWorld.KEY, folder)) {
      var report =
          check.run(
              new WorldAddress(world.url(), "TEST_WORLD_KEY"),
              new WorldCheck.Extent(WorldCheck.MOST_AGENTS, 2, Duration.ofMinutes(2)),
              _ -> {});
      assertThat(report.rules())
          .as(report.toString())
          .filteredOn(rule -> rule.outcome().equals("failed"))
          .isEmpty();
      assertThat(report.count("passed")).as(report.toString()).isGreaterThan(18);
      assertThat(report.timings())
          .extracting(WorldCheckReport.Timing::operation)
          .containsExactly("brief", "apply");
      try (var left = Files.list(world.data())) {
        assertThat(left).as("instances that are left").isEmpty();
      }
    }
  }
}
