package dev.ziggurat.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long a session lives, and where. */
class SessionsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  /** A process that was started with these settings. */
  private final class Process {
    private final ConfiguredTokens access;
    private final Sessions sessions;

    Process(Map<String, String> settings) {
      var all = new HashMap<>(Map.of("admin-token", "king", "viewer-token", "guest"));
      all.putAll(settings);
      var prefixed = new HashMap<String, String>();
      all.forEach((key, value) -> prefixed.put("ziggurat.access." + key, value));
      var config = Configured.by(new PropertiesConfigSource(prefixed, "test", 100));
      this.access = new ConfiguredTokens(config, new Issuers(config));
      this.sessions = new Sessions(access, config, now::get);
    }

    String open(String secret, String person) {
      return access
          .find(secret)
          .flatMap(token -> sessions.open(token, person))
          .orElseThrow()
          .encrypted();
    }

    boolean knows(String sealed) {
      return sessions.recognise(sealed).isPresent();
    }
  }

  @Test
  void everyInstanceKnowsItAndNoTwoLookAlike() {
    var first = new Process(Map.of());
    var second = new Process(Map.of());
    var sealed = first.open("king", "Ada");

    assertThat(second.sessions.recognise(sealed))
        .hasValueSatisfying(
            session -> {
              assertThat(session.name()).isEqualTo("Ada (admin token)");
              assertThat(session.roles()).containsExactlyInAnyOrder(Roles.ADMIN, Roles.VIEWER);
              assertThat(session.until()).isEqualTo(NOON.plus(Duration.ofHours(12)));
            });
    assertThat(first.open("king", "Ada")).isNotEqualTo(sealed);
    assertThat(sealed).doesNotContain("Ada");
  }

  @Test
  void itEndsByItself() {
    var process = new Process(Map.of("session.length", "30m"));
    var sealed = process.open("guest", "");

    now.set(NOON.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(process.knows(sealed)).isTrue();
    now.set(NOON.plus(Duration.ofMinutes(30)));
    assertThat(process.knows(sealed)).isFalse();
  }

  @Test
  void itEndsWithItsTokenAndNotWithAnother() {
    var before = new Process(Map.of());
    var king = before.open("king", "");
    var guest = before.open("guest", "");
    var after = new Process(Map.of("admin-token", "queen"));

    assertThat(after.knows(king)).isFalse();
    assertThat(after.knows(guest)).isTrue();
    assertThat(new Process(Map.of("viewer-token", "")).knows(guest)).isFalse();
  }

  @Test
  void aNewKeyEndsThemAll() {
    var sealed = new Process(Map.of("session.key", "one")).open("king", "");

    assertThat(new Process(Map.of("session.key", "one")).knows(sealed)).isTrue();
    assertThat(new Process(Map.of("session.key", "two")).knows(sealed)).isFalse();
    assertThat(new Process(Map.of()).knows(sealed)).isFalse();
  }

  @Test
  void aTokenThatLosesItsMightTakesItFromItsSessions() {
    var sealed = new Process(Map.of()).open("king", "Ada");
    var after = new Process(Map.of("admin-token", "", "viewer-token", "king"));

    assertThat(after.sessions.recognise(sealed))
        .hasValueSatisfying(
            session -> {
              assertThat(session.roles()).containsExactly(Roles.VIEWER);
              assertThat(session.name()).isEqualTo("Ada (viewer token)");
            });
  }

  @Test
  void theCronSecretOpensNone() {
    var process = new Process(Map.of("cron-secret", "bell"));

    assertThat(process.access.find("bell").flatMap(bell -> process.sessions.open(bell, "")))
        .isEmpty();
  }

  @Test
  void oneSecretForTwoPurposesOpensBoth() {
    var process = new Process(Map.of("viewer-token", "king", "cron-secret", "king"));

    assertThat(process.access.find("king").orElseThrow().roles())
        .containsExactlyInAnyOrder(Roles.ADMIN, Roles.VIEWER, Roles.CRON);
    assertThat(process.sessions.recognise(process.open("king", "")).orElseThrow().name())
        .isEqualTo("admin token");
  }

  @Test
  void nothingElseIsOne() {
    var process = new Process(Map.of());

    for (var text : new String[] {"", "=", "AAAA", "a".repeat(5000), "\u0000", "äöü"}) {
      assertThat(process.knows(text)).as(text).isFalse();
    }
  }
}
