package dev.ziggurat.babylon;

import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.TurnResult;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of Babylon: applies entries to a city. The city collects the changes to save. Ticks
 * count from 1; tick 0 is the creation of the game.
 */
public final class Babylon {

  /** The identifier of the world in games. */
  public static final String KIND = "babylon";

  private static final String REFUSED = "refused";

  private final Referee referee = new Referee();
  private final InterventionReferee interventionReferee = new InterventionReferee();
  private final MarketClock clock = new MarketClock();

  /** Pays the initial wallets of a new city, opens the first markets and reports the first news. */
  public Applied found(City city, Moment moment, List<String> handles) {
    handles.forEach(city::join);
    return play(city, moment, List.of(new Entry.Clock()));
  }

  /** Applies the entries in order. Slots have microsecond precision. */
  public Applied play(City city, Moment moment, List<Entry> entries) {
    var now = new Moment(moment.tick(), moment.slot().truncatedTo(ChronoUnit.MICROS));
    var turns = new ArrayList<TurnResult>();
    var intervened = new ArrayList<Intervened>();
    var happenings = new LinkedHashMap<String, Integer>();
    happenings.put("opened", 0);
    happenings.put("resolved", 0);
    for (var entry : entries) {
      switch (entry) {
        case Entry.Turn turn -> turns.add(referee.play(city, now, turn));
        case Entry.Clock _ -> {
          var happened = clock.advance(city, now);
          happenings.merge("opened", happened.opened(), Integer::sum);
          happenings.merge("resolved", happened.resolved(), Integer::sum);
          count(happenings, "closed", happened.closed());
          count(happenings, "voided", happened.voided());
        }
        case Entry.Intervention intervention ->
            intervened.add(interventionReferee.play(city, now, intervention));
      }
    }
    city.seal(StateDigest.of(city, now));
    return new Applied(
        List.copyOf(turns),
        List.copyOf(intervened),
        tally(city.settings(), turns),
        Collections.unmodifiableMap(happenings),
        city.digest());
  }

  /** What happens in few games only is left out of the reports of the others. */
  private static void count(Map<String, Integer> happenings, String name, int times) {
    if (times > 0) {
      happenings.merge(name, times, Integer::sum);
    }
  }

  private Map<String, Integer> tally(GameSettings settings, List<TurnResult> turns) {
    var counts = new LinkedHashMap<String, Integer>();
    referee.types(settings).forEach(type -> counts.put(type, 0));
    counts.put(REFUSED, 0);
    for (var turn : turns) {
      for (var result : turn.actions()) {
        var key = result.refusal().isPresent() ? REFUSED : result.action().type();
        counts.merge(key, 1, Integer::sum);
      }
    }
    return Collections.unmodifiableMap(counts);
  }
}
