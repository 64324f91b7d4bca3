package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Moment;
import java.time.Instant;
import java.util.Optional;

/**
 * The context of an intervention: city, time and fields.
 *
 * @param moment the tick before it, and its time
 * @param ordinal counts the interventions after that tick from 1
 */
record InterventionContext(City city, Moment moment, int ordinal, Fields fields) {

  /**
   * Markets and news of an intervention are numbered from its ordinal times this, above those of
   * the tick and below those of the next intervention.
   */
  private static final int NUMBERS = 1_000;

  private static final long MAX_POINTS = 1_000_000_000_000L;
  private static final long MAX_MINTED = MAX_POINTS * MicroPoints.ONE;

  /** The time, with microsecond precision. */
  Instant at() {
    return moment.slot();
  }

  /** The ordinal of its first market and news. */
  int number() {
    return Math.multiplyExact(ordinal, NUMBERS);
  }

  /** The open market of the intervention. */
  Market market() throws RefusedException {
    return ActionContext.open(city, fields.id("market"));
  }

  /** Refuses an amount that would exceed the limit of minted points. */
  void checkPayable(String field, long microPoints) throws RefusedException {
    if (city.treasury().minted() > MAX_MINTED - microPoints) {
      throw new RefusedException(
          PlainText.format("%s: the game would hold more than %d points", field, MAX_POINTS));
    }
  }

  /** Adds news. */
  News report(String text, Optional<String> about) {
    var news = new News(moment.tick(), number() + city.changes().news().size(), at(), text, about);
    city.report(news);
    return news;
  }

  /** A new result object. */
  static ObjectNode effect() {
    return JsonNodeFactory.instance.objectNode();
  }
}
