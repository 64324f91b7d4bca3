package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Purse;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes calls to the chain of what programs ask. */
@Singleton
class Conversations {

  private static final String SOURCE = "gateway";

  /** A refusal is an answer: the caller is told of it as of a content filter's. */
  private static final AnswerCheck ANSWERED =
      completion ->
          completion.finishReason() == FinishReason.REFUSAL
              ? Optional.empty()
              : AnswerCheck.notEmpty().rejection(completion);

  private final Chain chain;
  private final Settings settings;
  private final ModelNames models;
  private final AttemptQueue ledger;
  private final GatewayConfig config;
  private final ObjectMapper json;
  private final InstantSource time;

  Conversations(
      Chain chain,
      Settings settings,
      ModelNames models,
      AttemptQueue ledger,
      GatewayConfig config,
      ObjectMapper json,
      InstantSource time) {
    this.chain = chain;
    this.settings = settings;
    this.models = models;
    this.ledger = ledger;
    this.config = config;
    this.json = json;
    this.time = time;
  }

  /**
   * Reads what is asked; nobody is asked yet.
   *
   * @throws GatewayRefusal naming what is wrong
   */
  Conversation begin(ChatBody body, HttpHeaders headers) {
    var wishes = Wishes.of(headers, body, config.longestLimit());
    var call =
        new Call(
            body.request(config.outputTokens(), wishes.project()),
            ANSWERED,
            new Caller(
                UUID.randomUUID(),
                SOURCE,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty()),
            settings.current(),
            deadline(wishes),
            models.resolve(body.model()),
            wishes.fallback(),
            purse(wishes));
    return new Conversation(chain, call, wishes, ledger, json);
  }

  private Supplier<Instant> deadline(Wishes wishes) {
    var until = time.instant().plus(wishes.limit().orElse(config.limit()));
    return () -> until;
  }

  private static Purse purse(Wishes wishes) {
    return wishes.mostNanoDollars().<Purse>map(Allowance::new).orElse(Purse.OPEN);
  }
}
