package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No process builds an application that the other one needs. */
@Execution(ExecutionMode.CONCURRENT)
class TestSuitesTest {

  @Test
  void classesWithAProfileAreNamedAndNoOthersWithAnApplication() {
    var tests =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("dev.ziggurat")
                .stream()
                .filter(each -> each.isAnnotatedWith(QuarkusTest.class))
                .toList();
    var withProfile =
        tests.stream()
            .filter(each -> each.isAnnotatedWith(TestProfile.class))
            .map(JavaClass::getName)
            .toList();

    assertThat(tests.stream().map(JavaClass::getName))
        .filteredOn(name -> name.matches(TestSuites.PROFILES))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(withProfile);
  }
}
