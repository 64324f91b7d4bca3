package dev.ziggurat.training.trajectories;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.training.trajectories.TurnPages.Range;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the turns of a game for training, as JSON Lines. Memory does not grow with the number of
 * turns. The same query writes the same bytes as long as the texts are kept and, for turns at the
 * end, the ticks of their horizon have closed.
 */
@Singleton
public class TrajectoryExport {

  /** Rewards that are compared for a quantile: sixteen megabytes. */
  private static final int MAX_REWARDS = 2_000_000;

  private static final int FIRST_REWARDS = 10_000;

  private final TurnPages pages;
  private final ObjectMapper json;

  TrajectoryExport(TurnPages pages, ObjectMapper json) {
    this.pages = pages;
    this.json = json;
  }

  /**
   * An export that can be written: its query was found valid, and its ticks are fixed.
   *
   * @param range the turns
   */
  public record Prepared(TrajectoryFormat format, Range range) {}

  /**
   * Fixes what will be written.
   *
   * @throws BadRequestException naming the filter, if too many rewards would have to be compared
   */
  public Prepared prepare(TrajectoryFormat format, TrajectoryQuery query) {
    var range = pages.range(query);
    var least = query.minRewardQuantile().flatMap(quantile -> quantile(range, quantile));
    // Without a known reward no turn is among the best.
    return new Prepared(
        format,
        query.minRewardQuantile().isPresent() ? range.from(least.orElse(Long.MAX_VALUE)) : range);
  }

  /** The least of the rewards that is not below this share of them; empty if none is known. */
  private Optional<Long> quantile(Range range, BigDecimal quantile) {
    var rewards = new long[FIRST_REWARDS];
    var count = 0;
    var place = TurnPages.start(range);
    while (true) {
      var read = pages.rewards(range, place);
      for (var reward : read) {
        if (reward.micro().isPresent()) {
          if (count == MAX_REWARDS) {
            throw new BadRequestException(
                "minRewardQuantile: more than %,d turns would be compared; name fewer by from and to"
                    .formatted(MAX_REWARDS));
          }
          if (count == rewards.length) {
            rewards = Arrays.copyOf(rewards, Math.min(MAX_REWARDS, 2 * count));
          }
          rewards[count++] = reward.micro().get();
        }
      }
      if (TurnPages.isLast(read)) {
        break;
      }
      place = read.getLast().place();
    }
    if (count == 0) {
      return Optional.empty();
    }
    Arrays.sort(rewards, 0, count);
    // In decimal fractions: 0.28 of 25 is 7, in binary ones it is more.
    var rank = quantile.multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.CEILING);
    return Optional.of(rewards[Math.max(0, rank.intValueExact() - 1)]);
  }

  /**
   * Writes all turns of an export.
   *
   * @param out not closed
   * @param written counts the turns as they are written
   */
  public void write(Prepared export, OutputStream out, AtomicLong written) throws IOException {
    var generator = json.getFactory().createGenerator(out, JsonEncoding.UTF8);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    generator.setRootValueSeparator(new SerializedString("\n"));
    var lines = lines(export, generator);
    var place = Optional.of(TurnPages.start(export.range()));
    while (place.isPresent()) {
      var batch = pages.turns(export.range(), place.get());
      for (var turn : batch.turns()) {
        if (lines.write(turn)) {
          written.incrementAndGet();
        }
      }
      place = batch.end();
    }
    lines.end();
    generator.flush();
    if (written.get() > 0) {
      out.write('\n');
    }
    out.flush();
  }

  private static TrajectoryLines lines(Prepared export, JsonGenerator generator) {
    return switch (export.format()) {
      case TURNS -> new TurnLines(generator, export.range().query().horizon());
      case OPENAI -> new ChatLines(generator, false);
      case OPENAI_STRICT -> new ChatLines(generator, true);
      case ART -> new ArtGroups(generator);
    };
  }
}
