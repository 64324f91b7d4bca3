package dev.ziggurat.tick;

import dev.ziggurat.db.Conditions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Which ticks of a game are listed, and in which order; an empty component matches all.
 *
 * @param outcome one of {@link #OUTCOMES}
 * @param fromTick the first number, inclusive
 * @param toTick the last number, inclusive
 * @param from the first slot, inclusive
 * @param to the last slot, exclusive
 * @param oldestFirst by number ascending, otherwise descending
 */
public record TickFilter(
    Optional<String> outcome,
    Optional<Long> fromTick,
    Optional<Long> toTick,
    Optional<Instant> from,
    Optional<Instant> to,
    boolean oldestFirst) {

  private static final String RUNNING = "running";

  /** The outcomes of ticks; {@code running} until the end. */
  public static final List<String> OUTCOMES = List.of("completed", "partial", "failed", RUNNING);

  /**
   * The conditions of a page.
   *
   * @param last the number of the previous page's last tick
   */
  Conditions conditions(String game, Optional<Long> last) {
    var conditions = new Conditions().add("game_id = :gameId", "gameId", game);
    outcome.ifPresent(
        word -> {
          if (word.equals(RUNNING)) {
            conditions.add("outcome is null");
          } else {
            conditions.add("outcome = :outcome", "outcome", word);
          }
        });
    fromTick.ifPresent(tick -> conditions.add("number >= :fromTick", "fromTick", tick));
    toTick.ifPresent(tick -> conditions.add("number <= :toTick", "toTick", tick));
    // The slots of a game only grow, so two look-ups by slot give a range of numbers, which is read
    // in the order of the primary key: 0.2 ms among 500,000 ticks, 690 ms by the slots alone.
    from.ifPresent(
        slot ->
            conditions.add(
                """
                slot >= :from and number >= coalesce((select number from tick where game_id = :gameId
                  and slot >= :from order by slot limit 1), 9223372036854775807)""",
                "from",
                slot.atOffset(ZoneOffset.UTC)));
    to.ifPresent(
        slot ->
            conditions.add(
                """
                slot < :to and number <= coalesce((select number from tick where game_id = :gameId
                  and slot < :to order by slot desc limit 1), -1)""",
                "to",
                slot.atOffset(ZoneOffset.UTC)));
    last.ifPresent(
        number ->
            conditions.add(oldestFirst ? "number > :last" : "number < :last", "last", number));
    return conditions;
  }

  String order() {
    return oldestFirst ? "number" : "number desc";
  }
}
