package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.StepResult;
import dev.ziggurat.gateway.cache.CacheLookup;
import dev.ziggurat.gateway.cache.InFlightAnswer;
import dev.ziggurat.gateway.cache.StoredAnswer;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One gateway call: executed once and always recorded in the ledger. */
final class GatewayCall {

  static final String PROVIDER = "X-Ziggurat-Provider";
  static final String MODEL = "X-Ziggurat-Model";
  static final String ATTEMPTS = "X-Ziggurat-Attempts";
  static final String COST = "X-Ziggurat-Cost";
  static final String COST_AT_MOST = "X-Ziggurat-Cost-At-Most";
  static final String CACHE = "X-Ziggurat-Cache";
  static final String NEIGHBOR = "X-Ziggurat-Cache-Neighbor";
  static final String SIMILARITY = "X-Ziggurat-Cache-Similarity";
  static final String REQUEST = "X-Request-Id";

  private static final String UNKNOWN = "unknown";
  private static final int NANO_DIGITS = 9;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

  private final Chain chain;
  private final Call call;
  private final GatewayCaller gatewayCaller;
  private final RequestOptions requestOptions;
  private final GuardedAnswers answers;
  private final CacheLookup lookup;
  private final LedgerQueue ledger;
  private final ObjectMapper json;
  private final InstantSource time;

  GatewayCall(
      Chain chain,
      Call call,
      GatewayCaller gatewayCaller,
      RequestOptions requestOptions,
      GuardedAnswers answers,
      CacheLookup lookup,
      LedgerQueue ledger,
      ObjectMapper json,
      InstantSource time) {
    this.chain = chain;
    this.call = call;
    this.gatewayCaller = gatewayCaller;
    this.requestOptions = requestOptions;
    this.answers = answers;
    this.lookup = lookup;
    this.ledger = ledger;
    this.json = json;
    this.time = time;
  }

  /**
   * Answers from the cache or through the chain.
   *
   * @throws GatewayRefusal when no provider answers, with the reason of each
   */
  Response respond() {
    try {
      return answered();
    } catch (GatewayRefusal refusal) {
      answers.refused(call.caller().callId(), refusal.error());
      throw refusal;
    }
  }

  private Response answered() {
    return switch (lookup) {
      case CacheLookup.Hit hit -> again(hit.answer(), similarity(hit));
      case CacheLookup.Miss miss ->
          switch (open(miss.inFlightAnswer())) {
            case StepResult.Whole whole -> answer(whole.completion(), miss.inFlightAnswer());
            case StepResult.Streaming streaming -> stream(streaming, miss.inFlightAnswer());
          };
    };
  }

  private StepResult open(InFlightAnswer inFlightAnswer) {
    try {
      return chain.open(call);
    } catch (ChainExhausted exhausted) {
      unanswered(inFlightAnswer);
      throw ChainRefusals.of(exhausted, call, gatewayCaller, requestOptions)
          .of(call.caller().callId());
    } catch (RuntimeException unforeseen) {
      unanswered(inFlightAnswer);
      throw unforeseen;
    }
  }

  private void unanswered(InFlightAnswer inFlightAnswer) {
    inFlightAnswer.end();
    ledger.add(answers.recorded(call.attempts()));
    call.skippedAll(time.instant())
        .map(note -> answers.recorded(List.of(note)).getFirst())
        .ifPresent(ledger::offer);
    call.ended();
  }

  private Response answer(Completion completion, InFlightAnswer inFlightAnswer) {
    var body = completion.forwarded().orElseThrow();
    inFlightAnswer.append(body);
    inFlightAnswer.complete(call.attempts().getLast(), completion.finishReason());
    inFlightAnswer.end();
    call.ended();
    var checked = checked(body, call.attempts());
    if (answers.unchanged()) {
      inFlightAnswer.store();
    }
    return cost(headers(completion.provider(), completion.model(), call.attempts().size()))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            bytes(
                answers.body(
                    checked,
                    answered(completion.model()),
                    explanation(() -> Explanation.of(json, call.path())))))
        .build();
  }

  /**
   * As bytes, which are sent as they are: a text would be written by the writer of JSON objects.
   */
  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /** The answer as it may leave; the attempts are recorded with what the guardrails did. */
  private AnswerText checked(AnswerText answer, List<Attempt> attempts) {
    try {
      return answers.checked(answer);
    } catch (GuardrailRefused refused) {
      throw GatewayRefusal.guardrail(refused).of(call.caller().callId());
    } finally {
      ledger.add(answers.recorded(attempts));
    }
  }

  private Response stream(StepResult.Streaming streaming, InFlightAnswer inFlightAnswer) {
    var offer = streaming.rest().offer();
    return events(headers(offer.provider(), offer.model().id(), call.attempts().size() + 1))
        .entity(
            new StreamedAnswer(
                streaming,
                inFlightAnswer,
                call,
                events -> answers.stream(events, answered(offer.model().id())),
                answers::unchanged,
                () -> explanation(() -> Explanation.of(json, call.path())),
                () -> ledger.add(answers.recorded(call.attempts()))))
        .build();
  }

  private Response again(StoredAnswer kept, Optional<String> similarity) {
    var attempt = kept.again(call.caller(), time.instant(), similarity);
    call.endedBy(attempt);
    var model = attempt.modelAnswered().orElse(attempt.modelAsked());
    var headers =
        headers(attempt.provider(), model, 0).header(COST, dollars(NanoDollars.ZERO.value()));
    similarity.ifPresent(
        value -> headers.header(NEIGHBOR, kept.callId()).header(SIMILARITY, value));
    var explanation = explanation(() -> Explanation.of(json, kept, similarity));
    if (!call.request().streamed()) {
      var checked = checked(kept.pieces().getFirst(), List.of(attempt));
      return headers
          .type(MediaType.APPLICATION_JSON_TYPE)
          .entity(bytes(answers.body(checked, answered(model), explanation)))
          .build();
    }
    try {
      return events(headers)
          .entity(CachedStream.events(kept, answers, answered(model), explanation))
          .build();
    } catch (GuardrailRefused refused) {
      throw GatewayRefusal.guardrail(refused).of(call.caller().callId());
    } finally {
      ledger.add(answers.recorded(List.of(attempt)));
    }
  }

  private static Optional<String> similarity(CacheLookup.Hit hit) {
    return hit.similarity().stream()
        .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
        .findFirst();
  }

  private AnsweredCall answered(String model) {
    return new AnsweredCall(call.caller().callId(), time.instant(), model);
  }

  private Optional<ObjectNode> explanation(Supplier<ObjectNode> explanation) {
    return requestOptions.explain() ? Optional.of(explanation.get()) : Optional.empty();
  }

  private static Response.ResponseBuilder events(Response.ResponseBuilder headers) {
    return headers.type(MediaType.SERVER_SENT_EVENTS_TYPE).header("X-Accel-Buffering", "no");
  }

  private Response.ResponseBuilder headers(Provider provider, String model, int attempts) {
    var headers =
        Response.ok()
            .header(PROVIDER, provider.id())
            .header(MODEL, printable(model))
            .header(ATTEMPTS, attempts)
            .header(REQUEST, call.caller().callId());
    return lookup.result().isEmpty() ? headers : headers.header(CACHE, lookup.result());
  }

  /**
   * The cost of all attempts: exact, or unknown and its upper bound, where there is one. An attempt
   * without price has none.
   */
  private Response.ResponseBuilder cost(Response.ResponseBuilder headers) {
    var spends = call.attempts().stream().map(Attempt::spend).toList();
    if (spends.stream().allMatch(Spend::exact)) {
      return headers.header(COST, dollars(total(spends, Spend::cost)));
    }
    headers.header(COST, UNKNOWN);
    return spends.stream().allMatch(Spend::bounded)
        ? headers.header(COST_AT_MOST, dollars(total(spends, Spend::atMost)))
        : headers;
  }

  private static long total(List<Spend> spends, Function<Spend, NanoDollars> amount) {
    return spends.stream().map(amount).mapToLong(NanoDollars::value).sum();
  }

  private static String dollars(long nano) {
    return BigDecimal.valueOf(nano, NANO_DIGITS).toPlainString();
  }

  /** A provider's text, made safe for a header. */
  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
