package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A market is opened by hand, with a question and a hidden outcome of one's own. */
record OpenMarketRule() implements InterventionRule {

  /** So many open markets fit into a briefing. */
  static final int MAX_OPEN = 50;

  /** The longest question, in characters. */
  static final int MAX_QUESTION = 200;

  static final long MAX_LIQUIDITY_POINTS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** What a topic matches. */
  static final String TOPIC = "[a-z0-9][a-z0-9-]{0,39}";

  private static final Pattern TOPIC_PATTERN = Pattern.compile(TOPIC);

  @Override
  public String type() {
    return "open";
  }

  @Override
  public ObjectNode play(InterventionContext hand) throws RefusedException {
    var fields = hand.fields();
    var id = Market.id(hand.moment().tick(), hand.number());
    var question = fields.text("question", MAX_QUESTION);
    var topic = fields.has("topic") ? topic(fields) : id;
    var closesAt = fields.instant("closesAt");
    long liquidity =
        fields.has("liquidityPoints")
            ? liquidity(fields)
            : hand.city().terms().liquidityMicroPoints();
    var outcome = fields.side("outcome");
    checkTime(hand.at(), closesAt);
    checkRoom(hand.city(), topic);
    var funding = new Lmsr(liquidity).funding();
    hand.checkPayable("liquidityPoints", funding);
    hand.city()
        .open(
            new Market(
                hand.moment().tick(),
                hand.number(),
                topic,
                question,
                liquidity,
                0,
                0,
                funding,
                0,
                outcome == Side.YES,
                hand.at(),
                closesAt,
                Optional.empty(),
                false));
    hand.report("A new question is posted at the gate: " + question, Optional.of(id));
    return InterventionContext.effect().put("market", id).put("fundingMicroPoints", funding);
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
