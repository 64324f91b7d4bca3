package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.Opened;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;

/** One call of a program: asked once, answered once, paid for however it ends. */
final class Conversation {

  static final String PROVIDER = "X-Ziggurat-Provider";
  static final String MODEL = "X-Ziggurat-Model";
  static final String ATTEMPTS = "X-Ziggurat-Attempts";
  static final String COST = "X-Ziggurat-Cost";
  static final String REQUEST = "X-Request-Id";

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

  private final Chain chain;
  private final Call call;
  private final Guest guest;
  private final Wishes wishes;
  private final AttemptQueue ledger;
  private final ObjectMapper json;

  Conversation(
      Chain chain, Call call, Guest guest, Wishes wishes, AttemptQueue ledger, ObjectMapper json) {
    this.chain = chain;
    this.call = call;
    this.guest = guest;
    this.wishes = wishes;
    this.ledger = ledger;
    this.json = json;
  }

  /**
   * Asks the chain.
   *
   * @throws GatewayRefusal when nobody answers, with everybody's reason
   */
  Opened open() {
    try {
      return chain.open(call);
    } catch (ChainExhausted exhausted) {
      ledger.add(call.attempts());
      throw ChainRefusals.of(exhausted, call, guest);
    } catch (RuntimeException unforeseen) {
      ledger.add(call.attempts());
      throw unforeseen;
    }
  }

  /** The answer whole. */
  Response answer(Completion completion) {
    ledger.add(call.attempts());
    var body = completion.forwarded().orElseThrow();
    return headers(completion.provider(), completion.model())
        .header(COST, cost())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(wishes.explain() ? Explanation.added(json, body, call.path()) : body)
        .build();
  }

  /** The answer piece by piece. */
  Response stream(Opened.Streaming streaming, Presence presence) {
    var offer = streaming.rest().offer();
    return headers(offer.provider(), offer.model().id())
        .type(MediaType.SERVER_SENT_EVENTS_TYPE)
        .header("X-Accel-Buffering", "no")
        .entity(new StreamWriter(streaming, presence, call, wishes, ledger, json))
        .build();
  }

  private Response.ResponseBuilder headers(Provider provider, String model) {
    return Response.ok()
        .header(PROVIDER, provider.id())
        .header(MODEL, printable(model))
        .header(ATTEMPTS, Math.max(1, call.attempts().size()))
        .header(REQUEST, call.caller().callId());
  }

  /** In dollars; what is not known counts at most. */
  private String cost() {
    var nano = call.attempts().stream().mapToLong(attempt -> attempt.spend().cost().value()).sum();
    return java.math.BigDecimal.valueOf(nano, 9).toPlainString();
  }

  /** A provider's own words, in a header. */
  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
