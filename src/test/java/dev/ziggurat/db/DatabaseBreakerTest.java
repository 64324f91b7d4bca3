package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseBreakerTest {

  private static final SQLException NO_CONNECTION = new SQLException("Acquisition timeout");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final DatabaseBreaker breaker = new DatabaseBreaker(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void waitInVain(SQLException failure) {
    pass(Duration.ofSeconds(1));
    var started = breaker.begin();
    pass(Duration.ofSeconds(10));
    breaker.failed(started, failure);
  }

  @Test
  void afterOneWaitInVainTheOthersFailAtOnceWithTheReason() {
    waitInVain(NO_CONNECTION);

    assertThatThrownBy(breaker::begin)
        .isInstanceOf(DatabaseException.class)
        .satisfies(
            failure ->
                assertThat(DatabaseOutage.reason(failure))
                    .contains("the database does not answer"));
  }

  @Test
  void afterAPauseOneTriesForAllUntilItIsAnswered() {
    waitInVain(NO_CONNECTION);

    pass(DatabaseBreaker.PAUSE);
    assertThatCode(breaker::beginTransaction).doesNotThrowAnyException();
    assertThatCode(breaker::begin).as("its first statement").doesNotThrowAnyException();
    assertThatThrownBy(breaker::beginTransaction).isInstanceOf(DatabaseException.class);
    assertThatThrownBy(breaker::begin).isInstanceOf(DatabaseException.class);

    breaker.answered();
    assertThatCode(breaker::beginTransaction).doesNotThrowAnyException();
    assertThatCode(breaker::begin).doesNotThrowAnyException();
    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }

  @Test
  void whoTriedInVainStartsTheNextPause() {
    waitInVain(NO_CONNECTION);
    pass(DatabaseBreaker.PAUSE);
    var tried = breaker.begin();
    pass(Duration.ofSeconds(10));
    breaker.failed(tried, NO_CONNECTION);

    assertThatThrownBy(breaker::begin).isInstanceOf(DatabaseException.class);
    pass(DatabaseBreaker.PAUSE);
    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }

  @Test
  void whoTriesAndNeverReportsBlocksNobodyForEver() {
    waitInVain(NO_CONNECTION);
    pass(DatabaseBreaker.PAUSE);
    breaker.begin();

    assertThatThrownBy(breaker::begin).isInstanceOf(DatabaseException.class);
    pass(DatabaseBreaker.LONGEST_TRY);
    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }

  /** All connections were busy. */
  @Test
  void whileOthersAreAnsweredItStaysClosed() {
    pass(Duration.ofSeconds(1));
    var started = breaker.begin();
    pass(Duration.ofSeconds(9));
    breaker.answered();
    pass(Duration.ofSeconds(1));
    breaker.failed(started, NO_CONNECTION);

    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }

  @Test
  void aRefusalThatComesSoonDoesNotOpenIt() {
    pass(Duration.ofSeconds(1));
    var started = breaker.begin();
    pass(Duration.ofSeconds(1));
    breaker.failed(started, new SQLException("connection refused", "08001"));

    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }

  @Test
  void aSlowStatementThatTheDatabaseRefusesIsAnAnswer() {
    waitInVain(new SQLException("canceling statement due to lock timeout", "55P03"));

    assertThatCode(breaker::begin).doesNotThrowAnyException();
  }
}
