package dev.ziggurat.console;

import jakarta.ws.rs.BadRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The selected time range of a page.
 *
 * @param preset the selected preset, such as {@code 24h}; empty for chosen times
 * @param from the chosen start as typed; empty for a preset
 * @param to the chosen end as typed; empty for now
 */
public record TimeRange(String preset, String from, String to) {

  private static final Preset DAY = new Preset("24h", "24 hours", Duration.ofHours(24));

  private static final List<Preset> PRESETS =
      List.of(
          new Preset("1h", "hour", Duration.ofHours(1)),
          DAY,
          new Preset("7d", "7 days", Duration.ofDays(7)),
          new Preset("30d", "30 days", Duration.ofDays(30)),
          new Preset("90d", "90 days", Duration.ofDays(90)));

  /** The range of a page without a choice. */
  static final TimeRange USUAL = new TimeRange(DAY.id(), "", "");

  /** A range that ends now. */
  public record Preset(String id, String label, Duration length) {}

  /**
   * The selected range. Chosen times win over a preset.
   *
   * @throws BadRequestException if the preset is unknown
   */
  static TimeRange of(Optional<String> range, Optional<String> from, Optional<String> to) {
    var begin = from.map(String::strip).orElse("");
    var end = to.map(String::strip).orElse("");
    if (!begin.isEmpty() || !end.isEmpty()) {
      return new TimeRange("", begin, end);
    }
    var id = range.filter(text -> !text.isEmpty()).orElse(DAY.id());
    if (PRESETS.stream().noneMatch(preset -> preset.id().equals(id))) {
      throw new BadRequestException(
          "range: must be one of "
              + PRESETS.stream().map(Preset::id).collect(Collectors.joining(", ")));
    }
    return new TimeRange(id, "", "");
  }

  /** The presets. */
  public List<Preset> presets() {
    return PRESETS;
  }

  /** The start as text for the REST API; empty if only the end was chosen. */
  Optional<String> start(Instant now) {
    return PRESETS.stream()
        .filter(each -> each.id().equals(preset))
        .findFirst()
        .map(each -> now.minus(each.length()).toString())
        .or(() -> Optional.of(from).filter(text -> !text.isEmpty()));
  }

  /** The end as text for the REST API; empty for now. */
  Optional<String> end() {
    return Optional.of(to).filter(text -> !text.isEmpty());
  }

  /** The range as query parameters. */
  public String query() {
    return preset.isEmpty()
        ? "from=" + Format.urlEncoded(from) + "&to=" + Format.urlEncoded(to)
        : "range=" + preset;
  }
}
