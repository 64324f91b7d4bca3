package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Moment;
import java.time.Instant;
import java.util.Optional;

/**
 * The hand of whoever operates the game, about to intervene.
 *
 * @param moment the tick it comes after, and when
 * @param ordinal counts the interventions after that tick from 1
 */
record InterventionContext(City city, Moment moment, int ordinal, Fields fields) {

  /**
   * What an intervention brings into the city is numbered from its ordinal times this on: above all
   * that the tick itself brought, and below what the next intervention brings.
   */
  private static final int NUMBERS = 1_000;

  private static final long MAX_POINTS = 1_000_000_000_000L;
  private static final long MAX_MINTED = MAX_POINTS * MicroPoints.ONE;

  /** Slots are told apart down to the microsecond. */
  Instant at() {
    return moment.slot();
  }

  /** The number of the first market it opens in the city. */
  int number() {
    return Math.multiplyExact(ordinal, NUMBERS);
  }

  /** The open market that the intervention names. */
  Market market() throws RefusedException {
    return ActionContext.open(city, fields.id("market"));
  }

  /** Whether the house may pay so much, were all of it to be minted. */
  void checkPayable(String field, long microPoints) throws RefusedException {
    if (city.treasury().minted() > MAX_MINTED - microPoints) {
      throw new RefusedException(
          PlainText.format("%s: the game would hold more than %d points", field, MAX_POINTS));
    }
  }

  /** Lets all hear of it. */
  News report(String text, Optional<String> about) {
    var news = new News(moment.tick(), number() + city.changes().news().size(), at(), text, about);
    city.report(news);
    return news;
  }

  /** A new account of what it did. */
  static ObjectNode effect() {
    return JsonNodeFactory.instance.objectNode();
  }
}
