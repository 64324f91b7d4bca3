package dev.ziggurat.ledger;

import dev.ziggurat.guardrails.GuardrailStep;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.money.NanoDollars;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A row of the ledger with what it says about its call.
 *
 * @param insteadOf the first provider of the chain, if the attempt is at another
 * @param before the providers skipped before it
 * @param after the providers skipped after it
 * @param guardrails what guardrails did in the call
 */
record CallAttempt(
    UUID call,
    AttemptView attempt,
    String source,
    Optional<CallView.KeyName> key,
    Optional<String> game,
    Optional<Long> tick,
    Map<String, String> tags,
    Optional<String> traceId,
    Optional<String> insteadOf,
    boolean firstSkipped,
    List<CallStep> before,
    List<CallStep> after,
    List<GuardrailStep> guardrails) {

  private static final String OK = OutcomeClass.OK.name();
  private static final Set<String> ANSWERED = Set.of(OK, OutcomeClass.CACHED.name());

  static CallAttempt read(ResultSet row) throws SQLException {
    var key = Optional.ofNullable(row.getObject("key_id", UUID.class));
    var name = Optional.ofNullable(row.getString("key_name"));
    var skips = row.getString("skips");
    return new CallAttempt(
        row.getObject("call_id", UUID.class),
        AttemptLog.read(row),
        row.getString("source"),
        key.map(id -> new CallView.KeyName(id, name)),
        Optional.ofNullable(row.getString("game_id")),
        Optional.ofNullable(row.getObject("tick", Long.class)),
        tags(row.getString("tags")),
        Optional.ofNullable(row.getString("trace_id")),
        Optional.ofNullable(row.getString("instead_of")),
        row.getBoolean("first_skipped"),
        skips(skips, false),
        skips(skips, true),
        GuardrailSteps.read(row.getString("guardrails")));
  }

  private static Map<String, String> tags(String stored) {
    var tags = new TreeMap<String, String>();
    if (stored != null) {
      new JsonObject(stored).forEach(tag -> tags.put(tag.getKey(), tag.getValue().toString()));
    }
    return tags;
  }

  private static List<CallStep> skips(String stored, boolean after) {
    return stored == null
        ? List.of()
        : new JsonArray(stored)
            .stream()
                .map(JsonObject.class::cast)
                .filter(skip -> skip.getBoolean("after") == after)
                .map(skip -> CallStep.skipped(skip.getString("provider"), skip.getString("reason")))
                .toList();
  }

  /** The call of these attempts, which are in order. */
  static CallView view(List<CallAttempt> made) {
    var first = made.getFirst();
    var last = made.getLast();
    var answer =
        made.stream().filter(each -> ANSWERED.contains(each.attempt.outcome())).findFirst();
    var cost = sum(made, AttemptView::costNanoUsd);
    return new CallView(
        first.call,
        first.attempt.at(),
        first.source,
        first.key,
        first.game,
        first.tick,
        Optional.ofNullable(first.attempt.handle()),
        first.attempt.agents(),
        first.tags,
        first.traceId,
        first.attempt.modelAsked(),
        last.attempt.outcome(),
        answer.map(each -> each.attempt.provider()),
        answer.flatMap(each -> each.failedOverFrom(first)),
        answer.filter(CallAttempt::firstSkipped).isPresent(),
        Duration.between(first.attempt.at(), last.attempt.at()).toMillis()
            + last.attempt.latencyMillis(),
        (int) made.stream().filter(CallAttempt::wasAsked).count(),
        sum(made, attempt -> attempt.inputTokens().orElse(0L)),
        sum(made, attempt -> attempt.outputTokens().orElse(0L)),
        new NanoDollars(cost).microDollars(),
        cost,
        sum(made, AttemptView::atMostMicroUsd),
        made.stream().allMatch(each -> each.attempt.priceKnown()),
        made.stream().anyMatch(each -> each.attempt.simulated()),
        made.stream().flatMap(CallAttempt::steps).toList(),
        made.stream().flatMap(each -> each.guardrails.stream()).toList());
  }

  /** Rows of earlier versions do not name it: there it is the first provider that was asked. */
  private Optional<String> failedOverFrom(CallAttempt first) {
    return Optional.of(insteadOf.orElse(first.attempt.provider()))
        .filter(provider -> attempt.outcome().equals(OK))
        .filter(provider -> !provider.equals(attempt.provider()));
  }

  private Stream<CallStep> steps() {
    var asked = wasAsked() ? List.of(CallStep.asked(attempt)) : List.<CallStep>of();
    return Stream.of(before, asked, after).flatMap(List::stream);
  }

  private boolean wasAsked() {
    return !attempt.outcome().equals(OutcomeClass.SKIPPED.name());
  }

  private static long sum(List<CallAttempt> made, ToLongFunction<AttemptView> measure) {
    return made.stream().mapToLong(each -> measure.applyAsLong(each.attempt)).sum();
  }
}
