package dev.ziggurat.babylon.console;

import dev.ziggurat.babylon.rest.MarketsResource;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.console.LineChart;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Price charts. */
@Singleton
class PriceLines {

  private final MarketsResource markets;
  private final InstantSource time;

  PriceLines(MarketsResource markets, InstantSource time) {
    this.markets = markets;
    this.time = time;
  }

  /** The prices of these markets up to now, one line per market, named by its question. */
  LineChart of(String game, List<MarketView> open) {
    var now = time.instant();
    return new LineChart(
        open.stream().map(each -> line(each.question(), game, each.id(), now)).toList());
  }

  /** The price of one market, up to its end or now. */
  LineChart of(String game, MarketView market) {
    var until = market.resolvedAt().orElseGet(time::instant);
    return new LineChart(List.of(line("yes", game, market.id(), until)));
  }

  /**
   * Builds a line.
   *
   * @param until the end, after the last trade
   */
  private LineChart.Line line(String name, String game, String market, Instant until) {
    var points =
        new ArrayList<>(
            markets.prices(game, market).points().stream()
                .map(each -> new LineChart.Point(each.at(), each.priceYes()))
                .toList());
    points.add(new LineChart.Point(until, points.getLast().value()));
    return new LineChart.Line(name, List.copyOf(points));
  }
}
