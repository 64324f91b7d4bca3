package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallWatches;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyBudgets;
import dev.ziggurat.gateway.keys.KeyModels;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Purse;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes calls to the chain of what programs ask. */
@Singleton
class Conversations {

  private static final String SOURCE = "gateway";

  /** W3C's. */
  private static final String TRACE_PARENT = "traceparent";

  /** A refusal is an answer: the caller is told of it as of a content filter's. */
  private static final AnswerCheck ANSWERED =
      completion ->
          completion.finishReason() == FinishReason.REFUSAL
              ? Optional.empty()
              : AnswerCheck.notEmpty().rejection(completion);

  private final Chain chain;
  private final Settings settings;
  private final ModelNames models;
  private final KeyModels keyModels;
  private final KeyBudgets budgets;
  private final Recall recall;
  private final CallWatches watches;
  private final AttemptQueue ledger;
  private final GatewayConfig config;
  private final ObjectMapper json;
  private final InstantSource time;

  Conversations(
      Chain chain,
      Settings settings,
      ModelNames models,
      KeyModels keyModels,
      KeyBudgets budgets,
      Recall recall,
      CallWatches watches,
      AttemptQueue ledger,
      GatewayConfig config,
      ObjectMapper json,
      InstantSource time) {
    this.chain = chain;
    this.settings = settings;
    this.models = models;
    this.keyModels = keyModels;
    this.budgets = budgets;
    this.recall = recall;
    this.watches = watches;
    this.ledger = ledger;
    this.config = config;
    this.json = json;
    this.time = time;
  }

  /**
   * Reads what is asked, and counts it; nobody is asked yet. Where somebody else is just asking the
   * same for the same key, waits for that answer.
   *
   * @throws GatewayRefusal naming what is wrong, or how long to wait
   */
  Conversation begin(Guest guest, ChatBody body, HttpHeaders headers) {
    var wishes = Wishes.of(headers, body, config.longestLimit());
    var allowed = guest.key().map(key -> keyModels.allowed(key.terms())).orElse(_ -> true);
    var wanted = allowedOf(models.resolve(body.model()), allowed, guest, body);
    guest.key().ifPresent(this::admit);
    var request = body.request(config.outputTokens(), wishes.project());
    var chosen = settings.current();
    var deadline = deadline(wishes);
    var caller = Caller.program(SOURCE, guest.keyId(), wishes.tags());
    var call =
        new Call(
            request,
            ANSWERED,
            caller,
            chosen,
            () -> deadline,
            wanted,
            wishes.fallback(),
            allowed,
            purse(wishes, guest),
            watches.follow(caller, Optional.ofNullable(headers.getHeaderString(TRACE_PARENT))));
    var claim = recall.claim(guest, request, wanted, wishes, chosen, deadline);
    return new Conversation(chain, call, guest, wishes, claim, ledger, json, time);
  }

  private static List<Offer> allowedOf(
      List<Offer> wanted, Predicate<Offer> allowed, Guest guest, ChatBody body) {
    var usable = wanted.stream().filter(allowed).toList();
    if (usable.isEmpty() && !wanted.isEmpty()) {
      throw GatewayRefusal.modelForbidden(
          "The key may not be used for the model `%s`, only for: %s"
              .formatted(body.model().orElseThrow(), Terms.models(guest)));
    }
    return usable;
  }

  private void admit(Key key) {
    try {
      budgets
          .admit(key)
          .ifPresent(
              wait -> {
                throw GatewayRefusal.tooFast(Terms.rate(key), wait);
              });
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Calls of a key cannot be counted", away);
    }
  }

  private Instant deadline(Wishes wishes) {
    return time.instant().plus(wishes.limit().orElse(config.limit()));
  }

  private Purse purse(Wishes wishes, Guest guest) {
    var own = wishes.mostNanoDollars().<Purse>map(Allowance::new).orElse(Purse.OPEN);
    return guest.key().map(key -> own.and(budgets.purse(key))).orElse(own);
  }
}
