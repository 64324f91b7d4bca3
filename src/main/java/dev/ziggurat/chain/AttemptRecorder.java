package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns what became of a call to a provider into an attempt with its cost, and adds it to the path.
 */
@Singleton
class AttemptRecorder {

  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}+");
  private static final int LONGEST = 300;
  private static final int OK = 200;

  private final Catalogue catalogue;
  private final InstantSource time;

  AttemptRecorder(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /**
   * Takes note that a provider is being asked, and sets aside what that may cost.
   *
   * @throws ProviderSkipped when there is not enough left to spend
   */
  Recording start(ChatProvider chat, Offer offer, Call call) {
    var now = time.instant();
    var worst = worstCase(offer, call.request(), LocalDate.ofInstant(now, ZoneOffset.UTC));
    return new Recording(chat, offer, call, now, worst, call.reserve(offer.provider(), worst));
  }

  private Optional<NanoDollars> worstCase(Offer offer, ChatRequest request, LocalDate day) {
    var first =
        catalogue.worstCase(offer, request.estimatedInputTokens(), request.maxOutputTokens(), day);
    var further =
        request.answers() > 1
            ? catalogue.worstCase(offer, 0, request.maxOutputTokens(), day)
            : Optional.of(NanoDollars.ZERO);
    return first.flatMap(
        one ->
            further.map(
                more -> new NanoDollars(one.value() + (request.answers() - 1) * more.value())));
  }

  /** One attempt under way. */
  final class Recording {

    private final ChatProvider chat;
    private final Offer offer;
    private final Call call;
    private final Instant startedAt;
    private final Optional<NanoDollars> worst;
    private final BudgetReservation hold;
    private final CallListener.Asking asking;

    private Recording(
        ChatProvider chat,
        Offer offer,
        Call call,
        Instant startedAt,
        Optional<NanoDollars> worst,
        BudgetReservation hold) {
      this.chat = chat;
      this.offer = offer;
      this.call = call;
      this.startedAt = startedAt;
      this.worst = worst;
      this.hold = hold;
      this.asking = call.listener().asked(chat.provider(), offer.model().id(), call.request());
    }

    void succeeded(Completion completion) {
      add(OutcomeClass.OK, Optional.empty(), OK, Optional.of(completion), billed(completion));
    }

    void failed(ProviderFailure failure) {
      var details = failure.details();
      var spend =
          details
              .completion()
              .map(this::billed)
              .orElseGet(() -> mayHaveBilled(failure) ? unknown() : Spend.NOTHING);
      add(
          failure.outcome(),
          Optional.of(details.message()),
          details.httpStatus(),
          details.completion(),
          spend);
    }

    /** A stream failed after its first content was out: what was generated so far is paid for. */
    void brokeOff(ProviderFailure failure) {
      var details = failure.details();
      add(
          failure.outcome(),
          Optional.of("after its first content: " + details.message()),
          details.httpStatus(),
          details.completion(),
          unknown());
    }

    /** Nobody wants the rest of a stream any more. */
    void cancelled() {
      add(
          OutcomeClass.CANCELLED,
          Optional.of("the caller went away"),
          OK,
          Optional.empty(),
          unknown());
    }

    private void add(
        OutcomeClass outcome,
        Optional<String> reason,
        int httpStatus,
        Optional<Completion> completion,
        Spend spend) {
      hold.settle(spend.atMost().value());
      var attempt =
          new Attempt(
              call.caller(),
              call.nextOrdinal(),
              startedAt,
              chat.provider(),
              offer.model().id(),
              completion.map(Completion::model).map(AttemptRecorder::told),
              outcome,
              reason.map(AttemptRecorder::told),
              httpStatus,
              Duration.between(startedAt, time.instant()).toMillis(),
              completion.flatMap(Completion::usage),
              spend,
              chat.simulated(),
              completion.flatMap(Completion::requestId).map(AttemptRecorder::told));
      call.add(attempt);
      asking.ended(attempt, completion);
    }

    private Spend billed(Completion completion) {
      return completion
          .usage()
          .flatMap(
              usage -> cost(completion.model(), usage).or(() -> cost(offer.model().id(), usage)))
          .map(cost -> new Spend(cost, cost, true))
          .orElseGet(() -> new Spend(NanoDollars.ZERO, worst.orElse(NanoDollars.ZERO), false));
    }

    private Optional<NanoDollars> cost(String model, TokenUsage usage) {
      return catalogue.cost(offer.provider(), model, usage, today());
    }

    private Spend unknown() {
      return worst
          .map(most -> new Spend(NanoDollars.ZERO, most, true))
          .orElse(new Spend(NanoDollars.ZERO, NanoDollars.ZERO, false));
    }

    private LocalDate today() {
      return LocalDate.ofInstant(startedAt, ZoneOffset.UTC);
    }
  }

  /** What a provider said, fit for a line and for the database: its own words may be anything. */
  private static String told(String words) {
    var line = UNPRINTABLE.matcher(words).replaceAll(" ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "\u2026";
  }

  /** The request went out and no answer came back: the provider may have generated all the same. */
  private static boolean mayHaveBilled(ProviderFailure failure) {
    return failure instanceof ProviderFailure.TimedOut
        || failure instanceof ProviderFailure.ConnectionLost;
  }
}
