package dev.ziggurat.command;

import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.trigger.ScheduledTime;
import dev.ziggurat.trigger.TickTrigger;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of option values; picocli adds the option's name to their errors. */
final class OptionValues {

  private OptionValues() {}

  /** A slot. */
  static final class Slot implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return ScheduledTime.parse("--slot", text);
      } catch (MalformedTrigger wrong) {
        throw new TypeConversionException(wrong.fault());
      }
    }
  }

  /** An idempotency key. */
  static final class Key implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (text.isBlank()
          || text.length() > TickTrigger.MAX_KEY
          || text.chars().anyMatch(Character::isISOControl)) {
        throw new TypeConversionException(
            "must be 1 to %d characters, none of them a control character"
                .formatted(TickTrigger.MAX_KEY));
      }
      return text;
    }
  }

  /** A tick's budget. */
  static final class Budget implements ITypeConverter<Duration> {

    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofHours(1);

    @Override
    public Duration convert(String text) {
      try {
        var budget = DurationConverter.parseDuration(text);
        if (budget.compareTo(MIN) >= 0 && budget.compareTo(MAX) <= 0) {
          return budget;
        }
      } catch (IllegalArgumentException noDuration) {
        // Reported below, as for a value out of range.
      }
      throw new TypeConversionException(
          "'%s' is not a duration from 1s to 1h, such as 45s or 2m".formatted(text));
    }
  }

  /** What an import does with existing games and agents. */
  static final class OfMode implements ITypeConverter<ImportMode> {
    @Override
    public ImportMode convert(String text) {
      return Arrays.stream(ImportMode.values())
          .filter(mode -> mode.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'%s' is not upsert or create".formatted(text)));
    }
  }

  /** The number of a tick. */
  static final class TickNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        var number = Long.parseLong(text);
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException noNumber) {
        // Reported below, as for a negative one.
      }
      throw new TypeConversionException(
          "'%s' is not a tick number; 0 is the opening".formatted(text));
    }
  }
}
