package dev.ziggurat.experiment;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What arms are compared by, as a mean per turn and agent. */
enum Metric {
  PROFIT("points per turn", 0.5, AgentOutcome::profitPoints),
  COST("US dollars per turn", 0.125, agent -> agent.perTurn(agent.costNano() / 1e9)),
  PARSE_FAILURES(
      "answers without a decision per 100 turns",
      0.125,
      agent -> agent.perTurn(agent.parseFailures() * 100.0)),
  REFUSED_ACTIONS(
      "refused actions per 100 turns",
      0.125,
      agent -> agent.perTurn(agent.refusedActions() * 100.0)),
  LATENCY("milliseconds per turn", 0.125, agent -> agent.perTurn(agent.latencyMillis()));

  /** The probability that an experiment without any difference shows one, in any metric. */
  static final double ERROR = 0.05;

  private final String unit;
  private final double share;
  private final Function<AgentOutcome, OptionalDouble> of;

  Metric(String unit, double share, Function<AgentOutcome, OptionalDouble> of) {
    this.unit = unit;
    this.share = share;
    this.of = of;
  }

  /** As it is shown and stored. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String unit() {
    return unit;
  }

  /** The part of the accepted error that it may use; 1 all metrics together. */
  double share() {
    return share;
  }

  /** An agent's value; empty if it has none. */
  OptionalDouble of(AgentOutcome agent) {
    return of.apply(agent);
  }
}
