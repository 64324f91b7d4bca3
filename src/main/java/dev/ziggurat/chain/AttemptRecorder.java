package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.RepeatListener;
import dev.ziggurat.llm.RequestBound;
import dev.ziggurat.llm.StreamPiece;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Records each call to a provider as an attempt with its outcome and cost, and adds it to the
 * call's path.
 */
@Singleton
class AttemptRecorder {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
  private static final int MAX_TEXT_LENGTH = 300;
  private static final int OK = 200;
  private static final String REPEATED =
      "repeated once, because the server had closed the idle connection: ";

  private final Catalogue catalogue;
  private final AttemptBudgets budgets;
  private final ProviderReports reports;
  private final InstantSource time;

  AttemptRecorder(
      Catalogue catalogue, AttemptBudgets budgets, ProviderReports reports, InstantSource time) {
    this.catalogue = catalogue;
    this.budgets = budgets;
    this.reports = reports;
    this.time = time;
  }

  /**
   * Starts an attempt and reserves its worst-case cost.
   *
   * @throws ProviderSkipped when a budget does not cover it
   * @throws BudgetBusy when there may be room later and the call can wait
   */
  Recording start(ChatProvider chat, Offer offer, Call call) {
    var now = time.instant();
    var cost =
        new AttemptCost(
            catalogue,
            offer,
            call.request(),
            bound(call, offer),
            LocalDate.ofInstant(now, ZoneOffset.UTC));
    var reservation = call.reserve(offer.provider(), cost, budgets, now);
    return new Recording(chat, offer, call, now, cost, reservation);
  }

  private static RequestBound bound(Call call, Offer offer) {
    var bound = call.request().bound();
    return call.settings().providers().find(offer.provider()).map(bound::by).orElse(bound);
  }

  /** An attempt in progress. Exactly one method other than {@link #received} ends it. */
  final class Recording {

    private final ChatProvider chat;
    private final Offer offer;
    private final Call call;
    private final Instant startedAt;
    private final AttemptCost cost;
    private final BudgetReservation reservation;
    private final CallListener.AttemptListener attemptListener;
    private volatile boolean repeated;
    private volatile OptionalLong firstTokenMillis = OptionalLong.empty();

    private Recording(
        ChatProvider chat,
        Offer offer,
        Call call,
        Instant startedAt,
        AttemptCost cost,
        BudgetReservation reservation) {
      this.chat = chat;
      this.offer = offer;
      this.call = call;
      this.startedAt = startedAt;
      this.cost = cost;
      this.reservation = reservation;
      this.attemptListener =
          call.listener().asked(chat.provider(), offer.model().id(), call.request());
    }

    /** Runs what sends the request, and records whether the request was repeated. */
    <T> T observing(Supplier<T> sending) {
      RepeatListener listener = () -> repeated = true;
      return ScopedValue.where(RepeatListener.CURRENT, listener).call(sending::get);
    }

    /** The first content of a streamed answer arrived. */
    void receivedFirstContent() {
      firstTokenMillis = OptionalLong.of(millisSinceStart());
    }

    private long millisSinceStart() {
      return Math.max(0, Duration.between(startedAt, time.instant()).toMillis());
    }

    /** A piece of a streamed answer arrived. */
    void received(StreamPiece.Delta piece) {
      attemptListener.received(piece);
    }

    void succeeded(Completion completion) {
      add(OutcomeClass.OK, Optional.empty(), OK, Optional.of(completion), cost.billed(completion));
      if (call.request().operation() == Operation.CHAT) {
        reports.answered(offer.provider(), startedAt);
      }
    }

    void failed(ProviderFailure failure) {
      var details = failure.details();
      if (failure.outcome() == OutcomeClass.INVALID) {
        call.refusals().add(details);
      }
      var spend =
          details
              .completion()
              .filter(answer -> !mayHaveBilled(failure) || cost.believed(answer).isPresent())
              .map(cost::billed)
              .orElseGet(() -> mayHaveBilled(failure) ? cost.unknown() : Spend.NOTHING);
      add(
          failure.outcome(),
          Optional.of(details.message()),
          details.httpStatus(),
          details.completion(),
          spend);
    }

    /**
     * A stream failed after its first content: the tokens generated so far are billed, as far as
     * they were reported.
     */
    void failedMidStream(ProviderFailure failure) {
      var details = failure.details();
      var spend =
          details
              .completion()
              .filter(cut -> cost.believed(cut).isPresent())
              .map(cost::billed)
              .orElseGet(cost::unknown);
      add(
          failure.outcome(),
          Optional.of("after its first content: " + details.message()),
          details.httpStatus(),
          details.completion(),
          spend);
    }

    /** The caller cancelled the stream before its end. */
    void cancelled() {
      add(
          OutcomeClass.CANCELLED,
          Optional.of("cancelled by the caller"),
          OK,
          Optional.empty(),
          cost.unknown());
    }

    private void add(
        OutcomeClass outcome,
        Optional<String> reason,
        int httpStatus,
        Optional<Completion> completion,
        Spend spend) {
      reservation.settle(spend.atMost().value());
      var attempt =
          call.pathSoFar()
              .asked(
                  new Attempt(
                      call.caller(),
                      call.pathSoFar().attemptCount(),
                      startedAt,
                      chat.provider(),
                      offer.model().id(),
                      completion.map(Completion::model).map(AttemptRecorder::sanitized),
                      outcome,
                      noted(reason).map(AttemptRecorder::sanitized),
                      httpStatus,
                      Duration.between(startedAt, time.instant()).toMillis(),
                      completion.flatMap(cost::believed),
                      spend,
                      chat.simulated(),
                      completion.flatMap(Completion::requestId).map(AttemptRecorder::sanitized),
                      Route.DIRECT,
                      firstTokenMillis));
      attemptListener.ended(attempt, completion);
    }

    private Optional<String> noted(Optional<String> reason) {
      return repeated ? Optional.of(REPEATED + reason.orElse("answered")) : reason;
    }
  }

  /** Provider text for logs and the database: one line, without control characters, truncated. */
  private static String sanitized(String text) {
    var line = UNPRINTABLE.matcher(text).replaceAll(" ");
    return line.length() <= MAX_TEXT_LENGTH
        ? line
        : line.substring(0, MAX_TEXT_LENGTH - 1) + "\u2026";
  }

  /** The request was sent but no answer arrived: the provider may have generated and billed one. */
  private static boolean mayHaveBilled(ProviderFailure failure) {
    return failure instanceof ProviderFailure.TimedOut
        || failure instanceof ProviderFailure.ConnectionLost
        || failure instanceof ProviderFailure.Cancelled;
  }
}
