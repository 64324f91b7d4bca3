package dev.ziggurat.play;

import jakarta.ws.rs.BadRequestException;
import java.time.Duration;
import java.util.OptionalLong;

/** Reads the numbers of a wait for a turn. */
final class WaitParam {

  private WaitParam() {}

  /**
   * How long to wait.
   *
   * @throws BadRequestException naming the parameter
   */
  static Duration wait(String seconds) {
    return Duration.ofSeconds(number("wait", seconds, Play.MAX_WAIT.toSeconds()));
  }

  /**
   * The tick after which something must happen; empty if it was not named.
   *
   * @throws BadRequestException naming the parameter
   */
  static OptionalLong after(String tick) {
    return tick == null
        ? OptionalLong.empty()
        : OptionalLong.of(number("after", tick, Long.MAX_VALUE));
  }

  private static long number(String name, String text, long most) {
    try {
      var number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below.
    }
    throw new BadRequestException("%s: must be a whole number from 0 to %d".formatted(name, most));
  }
}
