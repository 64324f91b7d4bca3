package dev.ziggurat.access;

import static dev.ziggurat.access.ConfiguredTokensTest.expectProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ziggurat.Unconfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As in production where the operator configured no secret. */
@QuarkusTest
@TestProfile(Unconfigured.class)
class ClosedTest {

  @ParameterizedTest
  @CsvSource({
    "viewer,''",
    "admin,''",
    "cron,''",
    "viewer,dev-viewer",
    "admin,dev-admin",
    "cron,' '"
  })
  void everythingIsClosed(String door, String token) {
    expectProblem(
        given().header("Authorization", "Bearer " + token).get("/test/doors/" + door).then(), 401);
    expectProblem(given().get("/test/doors/" + door).then(), 401);
  }

  @Test
  void theCronEndpointNamesWhatToSet() {
    expectProblem(given().post("/api/cron/tick").then(), 503)
        .body("detail", containsString("CRON_SECRET"));
  }

  /** A cron that calls every minute must not fill the log. */
  @Test
  void theLogTellsItOnceWithoutATrace() {
    var lines = new ConcurrentLinkedQueue<String>();
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
    var root = LogManager.getLogManager().getLogger("");
    root.addHandler(handler);
    try {
      for (int i = 0; i < 30; i++) {
        given().post("/api/cron/tick").then().statusCode(503);
        given().get("/api/cron/tick?game=babylon").then().statusCode(503);
      }
    } finally {
      root.removeHandler(handler);
    }
    // Another test of this class may have been first.
    assertThat(lines.stream().filter(line -> line.contains("CRON_SECRET")))
        .hasSizeLessThanOrEqualTo(1)
        .allMatch(line -> line.startsWith("WARN ") && !line.contains("\tat "));
    assertThat(lines).noneMatch(line -> line.startsWith("ERROR"));
  }
}
