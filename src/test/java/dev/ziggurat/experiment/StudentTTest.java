package dev.ziggurat.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {

  /** From published tables of the distribution. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 12.7062",
    "0.05, 10, 2.2281",
    "0.05, 100, 1.9840",
    "0.01, 5, 4.0321",
    "0.001, 30, 3.6460",
    "0.0001, 20, 4.8373",
    "0.05, 1000000, 1.9600",
    "0.001, 1000000, 3.2905"
  })
  void agreesWithTables(double probability, double degrees, double quantile) {
    assertThat(StudentT.quantile(probability, degrees)).isCloseTo(quantile, within(2e-4));
  }

  @Test
  void degreesNeedNotBeWhole() {
    assertThat(StudentT.quantile(0.05, 10.5))
        .isBetween(StudentT.quantile(0.05, 11), StudentT.quantile(0.05, 10));
  }

  @Test
  void logarithmsOfTheGammaFunction() {
    assertThat(StudentT.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-10));
    assertThat(StudentT.logGamma(1)).isCloseTo(0, within(1e-10));
    assertThat(StudentT.logGamma(11)).isCloseTo(Math.log(3_628_800), within(1e-9));
  }
}
