package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class WarningLimitTest {

  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void aRepeatedWarningIsOneLineOncePerPeriodWithoutATrace() {
    var lines = new ArrayList<String>();
    var logger = Logger.getLogger(WarningLimit.class.getName());
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(new PatternFormatter("%p %s%e").format(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      var limit = new WarningLimit(Duration.ofMinutes(10), () -> now);
      for (int second = 0; second < 1_300; second++) {
        limit.warn("%d: one\nline", second);
        now = now.plusSeconds(1);
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .isEqualTo(List.of("WARN 0: one line", "WARN 600: one line", "WARN 1200: one line"));
  }
}
