package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An admin opens a market: with a hidden outcome, or with one that is not known yet and is decided
 * by an admin, a rule or the game's resolver.
 */
record OpenMarketRule() implements InterventionRule {

  /** Max open markets, so that they fit into a briefing. */
  static final int MAX_OPEN = 50;

  /** Max length of a question in characters. */
  static final int MAX_QUESTION = 200;

  static final long MAX_LIQUIDITY_POINTS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** The pattern of topics. */
  static final String TOPIC = "[a-z0-9][a-z0-9-]{0,39}";

  static final Pattern TOPIC_PATTERN = Pattern.compile(TOPIC);

  @Override
  public String type() {
    return "open";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var fields = context.fields();
    var id = Market.id(context.moment().tick(), context.number());
    var question = fields.text("question", MAX_QUESTION);
    var topic = fields.has("topic") ? topic(fields) : id;
    var closesAt = fields.instant("closesAt");
    long liquidity =
        fields.has("liquidityPoints")
            ? liquidity(fields)
            : context.city().terms().liquidityMicroPoints();
    var outcome = outcome(context.city(), fields);
    checkTime(context.at(), closesAt);
    checkRoom(context.city(), topic);
    var funding = new Lmsr(liquidity).funding();
    context.checkPayable("liquidityPoints", funding);
    context
        .city()
        .open(
            Market.opened(
                context.moment().tick(),
                context.number(),
                topic,
                question,
                liquidity,
                outcome,
                context.at(),
                closesAt));
    context.report(
        context.city().settings().theme().announcement() + ": " + question, Optional.of(id));
    return InterventionContext.effect().put("market", id).put("fundingMicroPoints", funding);
  }

  private static Outcome outcome(City city, Fields fields) throws RefusedException {
    var usual = fields.has("outcome") ? "fixed" : "admin";
    var word = fields.has("decidedBy") ? fields.id("decidedBy") : usual;
    if (!OutcomeSource.WORDS.contains(word)) {
      throw RefusedException.malformed(
          "decidedBy: must be one of " + String.join(", ", OutcomeSource.WORDS));
    }
    if (fields.has("rule") != word.equals("rule")) {
      throw RefusedException.malformed(
          fields.has("rule")
              ? "rule: is only for decidedBy \"rule\""
              : "rule: is required with decidedBy \"rule\"");
    }
    if (word.equals("fixed")) {
      return Outcome.fixed(fields.side("outcome") == Side.YES);
    }
    if (fields.has("outcome")) {
      throw RefusedException.malformed(
          "outcome: is only for decidedBy \"fixed\"; leave it out where it is not known");
    }
    if (word.equals("resolver") && city.settings().resolver().isEmpty()) {
      throw new RefusedException(
          "decidedBy: the game has no resolver; set resolverUrl in its settings first");
    }
    return Outcome.unknown(
        word.equals("rule") ? new OutcomeSource.ByRule(rule(fields)) : OutcomeSource.of(word));
  }

  private static ResolutionRule rule(Fields fields) throws RefusedException {
    try {
      return RuleFormat.read(SettingFields.of("rule", fields.json().path("rule")));
    } catch (InvalidSetting invalid) {
      throw RefusedException.malformed(invalid.getMessage());
    }
  }

  private static String topic(Fields fields) throws RefusedException {
    var topic = fields.text("topic", MAX_QUESTION);
    if (!TOPIC_PATTERN.matcher(topic).matches()) {
      throw RefusedException.malformed(
          "topic: must be one word of at most 40 letters a-z, digits and hyphens");
    }
    return topic;
  }

  private static long liquidity(Fields fields) throws RefusedException {
    long points = fields.amount("liquidityPoints");
    if (points > MAX_LIQUIDITY_POINTS) {
      throw RefusedException.malformed(
          PlainText.format("liquidityPoints: must be at most %d", MAX_LIQUIDITY_POINTS));
    }
    return points * MicroPoints.ONE;
  }

  private static void checkTime(Instant at, Instant closesAt) throws RefusedException {
    if (!closesAt.isAfter(at)) {
      throw new RefusedException("closesAt: must lie after " + at + ", the game's time");
    }
    if (closesAt.isAfter(at.plus(LONGEST))) {
      throw new RefusedException("closesAt: a market is open for at most ten years");
    }
  }

  private static void checkRoom(City city, String topic) throws RefusedException {
    if (city.markets().size() >= MAX_OPEN) {
      throw new RefusedException(
          PlainText.format(
              "market: %d are open, more are not allowed; resolve or void one first", MAX_OPEN));
    }
    var same = city.markets().stream().filter(market -> market.topic().equals(topic)).findFirst();
    if (same.isPresent()) {
      throw new RefusedException(
          PlainText.format(
              "topic: the open market %s is about %s already; open markets have different topics",
              same.get().id(), topic));
    }
  }
}
