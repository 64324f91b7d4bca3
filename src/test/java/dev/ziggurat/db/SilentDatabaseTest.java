package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilentDatabaseTest {

  private static final SQLException NO_CONNECTION = new SQLException("Acquisition timeout");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final SilentDatabase silence = new SilentDatabase(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void waitInVain(SQLException failure) {
    pass(Duration.ofSeconds(1));
    var started = silence.begin();
    pass(Duration.ofSeconds(10));
    silence.failed(started, failure);
  }

  @Test
  void afterOneWaitInVainTheOthersFailAtOnceWithTheReason() {
    waitInVain(NO_CONNECTION);

    assertThatThrownBy(silence::begin)
        .isInstanceOf(DatabaseException.class)
        .satisfies(
            failure ->
                assertThat(DatabaseOutage.reason(failure))
                    .contains("the database does not answer"));
  }

  @Test
  void afterAPauseOneTriesForAllUntilItIsAnswered() {
    waitInVain(NO_CONNECTION);

    pass(SilentDatabase.PAUSE);
    assertThatCode(silence::beginTransaction).doesNotThrowAnyException();
    assertThatCode(silence::begin).as("its first statement").doesNotThrowAnyException();
    assertThatThrownBy(silence::beginTransaction).isInstanceOf(DatabaseException.class);
    assertThatThrownBy(silence::begin).isInstanceOf(DatabaseException.class);

    silence.answered();
    assertThatCode(silence::beginTransaction).doesNotThrowAnyException();
    assertThatCode(silence::begin).doesNotThrowAnyException();
    assertThatCode(silence::begin).doesNotThrowAnyException();
  }

  @Test
  void whoTriedInVainStartsTheNextPause() {
    waitInVain(NO_CONNECTION);
    pass(SilentDatabase.PAUSE);
    var tried = silence.begin();
    pass(Duration.ofSeconds(10));
    silence.failed(tried, NO_CONNECTION);

    assertThatThrownBy(silence::begin).isInstanceOf(DatabaseException.class);
    pass(SilentDatabase.PAUSE);
    assertThatCode(silence::begin).doesNotThrowAnyException();
  }

  @Test
  void whoTriesAndNeverReportsBlocksNobodyForEver() {
    waitInVain(NO_CONNECTION);
    pass(SilentDatabase.PAUSE);
    silence.begin();

    assertThatThrownBy(silence::begin).isInstanceOf(DatabaseException.class);
    pass(SilentDatabase.LONGEST_TRY);
    assertThatCode(silence::begin).doesNotThrowAnyException();
  }

  /** All connections were busy. */
  @Test
  void whileOthersAreAnsweredItIsNotSilent() {
    pass(Duration.ofSeconds(1));
    var started = silence.begin();
    pass(Duration.ofSeconds(9));
    silence.answered();
    pass(Duration.ofSeconds(1));
    silence.failed(started, NO_CONNECTION);

    assertThatCode(silence::begin).doesNotThrowAnyException();
  }

  @Test
  void aRefusalThatComesSoonIsNotRemembered() {
    pass(Duration.ofSeconds(1));
    var started = silence.begin();
    pass(Duration.ofSeconds(1));
    silence.failed(started, new SQLException("connection refused", "08001"));

    assertThatCode(silence::begin).doesNotThrowAnyException();
  }

  @Test
  void aSlowStatementThatTheDatabaseRefusesIsAnAnswer() {
    waitInVain(new SQLException("canceling statement due to lock timeout", "55P03"));

    assertThatCode(silence::begin).doesNotThrowAnyException();
  }
}
