package dev.ziggurat.training.trajectories;

import dev.ziggurat.http.QueryFilter;
import jakarta.ws.rs.BadRequestException;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads the filters of an export as they are written in addresses and commands. */
public final class TrajectoryFilter {

  private static final int QUANTILE_DECIMALS = 10;

  private TrajectoryFilter() {}

  /**
   * Reads all filters; blank ones count as left out.
   *
   * @throws BadRequestException naming the filter that is wrong
   */
  public static TrajectoryQuery read(
      String game,
      Optional<String> model,
      Optional<String> from,
      Optional<String> to,
      Optional<String> minRewardQuantile,
      Optional<String> horizon) {
    var begin = QueryFilter.time("from", from);
    var end = QueryFilter.time("to", to);
    if (begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())) {
      throw new BadRequestException("from: must be before to");
    }
    return new TrajectoryQuery(
        game,
        QueryFilter.text("model", model).map(TrajectoryFilter::storable),
        begin,
        end,
        QueryFilter.text("minRewardQuantile", minRewardQuantile).map(TrajectoryFilter::quantile),
        horizon(horizon));
  }

  /** Reads a format; {@link TrajectoryFormat#TURNS} if it is left out. */
  public static TrajectoryFormat format(Optional<String> format) {
    return QueryFilter.word("format", format, TrajectoryFormat.ids())
        .flatMap(TrajectoryFormat::byId)
        .orElse(TrajectoryFormat.TURNS);
  }

  private static String storable(String model) {
    if (model.indexOf('\0') >= 0) {
      throw new BadRequestException("model: must not contain NUL");
    }
    return model;
  }

  private static int horizon(Optional<String> sent) {
    var horizon = QueryFilter.number("horizon", sent).orElse((long) TrajectoryQuery.USUAL_HORIZON);
    if (horizon > TrajectoryQuery.MAX_HORIZON) {
      throw new BadRequestException(
          "horizon: must be a whole number from 0 to " + TrajectoryQuery.MAX_HORIZON);
    }
    return horizon.intValue();
  }

  private static BigDecimal quantile(String text) {
    try {
      var quantile = new BigDecimal(text);
      // Numbers with a huge exponent are not computed with.
      if (Math.abs(quantile.scale()) <= QUANTILE_DECIMALS
          && quantile.signum() >= 0
          && quantile.compareTo(BigDecimal.ONE) <= 0) {
        return quantile;
      }
    } catch (NumberFormatException e) {
      // The same as one out of range.
    }
    throw new BadRequestException(
        "minRewardQuantile: must be a number from 0 to 1 with at most 10 decimals, such as 0.75");
  }
}
