package dev.ziggurat.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.start.StartCosts.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How stacks of a starting thread are read; {@code PackageIT} looks at a whole start. */
@Execution(ExecutionMode.CONCURRENT)
class StartTraceTest {

  private static final long MILLI = 1_000_000;

  @Test
  void aStepOfQuarkusIsAPhaseWithoutTheNumberInItsName() {
    var stack =
        stack(
            "io.quarkus.hibernate.orm.runtime.JPAConfig.startAll",
            "io.quarkus.runner.recorded.HibernateOrmProcessor$startPersistenceUnits847547626.deploy",
            "io.quarkus.runner.ApplicationImpl.doStart",
            "io.quarkus.runtime.Application.start",
            "dev.ziggurat.Ziggurat.main");

    assertThat(StartFrames.phase(stack)).isEqualTo("HibernateOrmProcessor.startPersistenceUnits");
    assertThat(StartFrames.bean(stack)).isEmpty();
    assertThat(StartFrames.isStarting(stack)).isTrue();
  }

  @Test
  void theInnermostBeanIsCounted() {
    var stack =
        stack(
            "dev.ziggurat.catalogue.CatalogueReader.parse",
            "dev.ziggurat.catalogue.CatalogueSnapshots_Bean.doCreate",
            "dev.ziggurat.catalogue.CatalogueSnapshots_Bean.create",
            "dev.ziggurat.catalogue.Catalogue_Bean.doCreate",
            "dev.ziggurat.ModelsAtStart_Observer_tell_3Vl9B81RB7g5sOf098fjKYrZB74.notify",
            "io.quarkus.runner.recorded.LifecycleEventsBuildStep$startupEvent1144526294.deploy");

    assertThat(StartFrames.bean(stack)).contains("CatalogueSnapshots");
    assertThat(StartFrames.phase(stack)).isEqualTo("LifecycleEventsBuildStep.startupEvent");
  }

  @Test
  void observersAndSyntheticBeansHaveTheNamesOfTheirClasses() {
    assertThat(
            StartFrames.bean(
                stack(
                    "dev.ziggurat.Welcome.greet",
                    "dev.ziggurat.Welcome_Observer_greet_wHV0PV_MSrvIO5pIraMNYAL3JI8.notify")))
        .contains("Welcome, observer greet");
    assertThat(
            StartFrames.bean(
                stack(
                    "dev.ziggurat.http.HttpConfig_z6ZMUkOcwjb3U1k9UUWufoLDzng_Synthetic_Bean.create")))
        .contains("HttpConfig");
  }

  @Test
  void whatIsOutsideOfStepsIsNamedByTheCodeThatRuns() {
    assertThat(
            StartFrames.phase(
                stack(
                    "io.smallrye.config.SmallRyeConfigBuilder.build",
                    "dev.ziggurat.ConfigurationProblems.problems",
                    "dev.ziggurat.ConfigurationProblems.find",
                    "dev.ziggurat.Ziggurat.prepare",
                    "dev.ziggurat.Ziggurat.main")))
        .isEqualTo("ConfigurationProblems.find");
    assertThat(
            StartFrames.phase(
                stack(
                    "io.smallrye.config.SmallRyeConfigBuilder.build",
                    "io.quarkus.runtime.generated.Config.createRunTimeConfig",
                    "io.quarkus.runner.ApplicationImpl.doStart",
                    "dev.ziggurat.Ziggurat.main")))
        .isEqualTo("between steps: Config.createRunTimeConfig");
    assertThat(
            StartFrames.phase(
                stack("io.quarkus.runner.ApplicationImpl.<clinit>", "dev.ziggurat.Ziggurat.main")))
        .isEqualTo("between steps");
    assertThat(StartFrames.phase(stack("dev.ziggurat.Ziggurat.main"))).isEqualTo("entry");
    assertThat(StartFrames.isStarting(stack("dev.ziggurat.Ziggurat.main"))).isFalse();
  }

  @Test
  void theTableAddsUpWhatIsCounted() {
    var costs = new StartCosts();
    costs.phase("before main", new Cost(40 * MILLI, 30 * MILLI));
    costs.phase("Flyway", new Cost(5 * MILLI, 7 * MILLI));
    costs.phase("Flyway", new Cost(5 * MILLI, 6 * MILLI));
    costs.phase("quick", new Cost(MILLI / 2, 0));
    costs.bean("Small", new Cost(2 * MILLI, MILLI));
    costs.bean("Large", new Cost(MILLI, 9 * MILLI));

    assertThat(costs.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly(
            "Start, from the process to the listening server, by phase:",
            "phase ms CPU ms",
            "before main 40 30",
            "Flyway 10 13",
            "1 more 1 0",
            "all 51 43",
            "Of that, by bean or observer, each without those it creates:",
            "bean ms CPU ms",
            "Large 1 9",
            "Small 2 1",
            "0 more 0 0");
  }

  private static StackTraceElement[] stack(String... calls) {
    var frames = new StackTraceElement[calls.length];
    for (var index = 0; index < calls.length; index++) {
      var dot = calls[index].lastIndexOf('.');
      frames[index] =
          new StackTraceElement(
              calls[index].substring(0, dot), calls[index].substring(dot + 1), null, -1);
    }
    return frames;
  }
}
