package dev.ziggurat.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

  @ParameterizedTest
  @CsvSource({
    "999, 999 ms",
    "1000, 1 s",
    "1848, 1.8 s",
    "100000, 100 s",
    "119999, 120 s",
    "120000, 2 min",
    "150000, 2.5 min",
    "3600000, 60 min",
    "7200000, 2 h",
    "86400000, 24 h",
    "216000000, 2.5 days"
  })
  void aDurationLosesNothingThatMatters(long millis, String told) {
    assertThat(Format.duration(millis)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "5, $5.00, $5.00",
    "0.7538108, $0.753811, $0.7538108",
    "1234.567, '$1,234.57', '$1,234.567'",
    "0.000000001, $0.000001, $0.000000001"
  })
  void amountsHaveAtLeastCentsAndLimitsAllDigits(String amount, String told, String limit) {
    assertThat(Format.dollars(amount).getValue()).endsWith(">" + told + "</span>");
    assertThat(Format.exactDollars(amount)).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource({
    "0, $0.00, 0000",
    "10000, $0.01, 0000",
    "123, $0.000123, ''",
    "120000, $0.12, 0000",
    "1234567, $1.23, 0000",
    "1234567890, '$1,234.57', 0000"
  })
  void amountsNameTheDigitsThatAlignThem(long micro, String told, String missing) {
    assertThat(Format.dollars(micro).getValue())
        .isEqualTo("<span class=\"dollars\" data-pad=\"" + missing + "\">" + told + "</span>");
  }
}
