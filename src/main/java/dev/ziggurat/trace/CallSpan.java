package dev.ziggurat.trace;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The span of a gateway call whose program has no span of its own. */
record CallSpan(Span span, AttemptSpans attempts) implements CallListener {

  private static final Set<OutcomeClass> NO_FAILURES =
      EnumSet.of(OutcomeClass.OK, OutcomeClass.CACHED, OutcomeClass.CANCELLED);

  @Override
  public Optional<String> traceId() {
    return attempts.traceId();
  }

  @Override
  public AttemptListener asked(Provider provider, String model, ChatRequest request) {
    return attempts.asked(provider, model, request);
  }

  /** Without any attempt all providers were skipped. */
  @Override
  public void ended(List<Attempt> all) {
    var outcome = all.isEmpty() ? "SKIPPED" : all.getLast().outcome().name();
    span.setAttribute(GenAi.OUTCOME, outcome);
    span.setAttribute(GenAi.ATTEMPTS, (long) all.size());
    var spends = all.stream().map(Attempt::spend).toList();
    if (spends.stream().allMatch(Spend::exact)) {
      span.setAttribute(GenAi.COST, spends.stream().mapToLong(spend -> spend.cost().value()).sum());
    }
    if (all.isEmpty() || !NO_FAILURES.contains(all.getLast().outcome())) {
      span.setStatus(StatusCode.ERROR, "no provider answered");
      span.setAttribute(GenAi.ERROR, outcome);
    }
    span.end();
  }
}
