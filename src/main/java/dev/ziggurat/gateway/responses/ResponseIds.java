package dev.ziggurat.gateway.responses;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of responses and of their items. They contain the id of the call, so that an item tells the
 * response that it belongs to.
 */
final class ResponseIds {

  private static final String RESPONSE = "resp_";
  private static final Pattern OF_RESPONSE = Pattern.compile("resp_([0-9a-f]{32})");
  private static final Pattern OF_ITEM = Pattern.compile("[a-z]{2,4}_([0-9a-f]{32})[0-9a-f]{4,8}");

  private static final Pattern PREFIX = Pattern.compile("([a-z]{2,4})_.*");

  private static final HexFormat HEX = HexFormat.of();
  private static final int OUTPUT_DIGITS = 4;

  /** Others than of the output, so that their ids differ. */
  private static final int INPUT_DIGITS = 6;

  private ResponseIds() {}

  static String response(UUID call) {
    return RESPONSE + hex(call);
  }

  /** The call that made a response; empty for an id that is none of ours. */
  static Optional<UUID> call(String response) {
    return call(OF_RESPONSE, response);
  }

  /** The call that made an item, or that it was input of; empty for an id that is none of ours. */
  static Optional<UUID> callOfItem(String item) {
    return call(OF_ITEM, item);
  }

  /**
   * The id of an item of the answer.
   *
   * @param prefix of its type, such as {@code msg}
   */
  static String output(String prefix, UUID call, int index) {
    return prefix + '_' + hex(call) + HEX.toHexDigits(index, OUTPUT_DIGITS);
  }

  /** The id of an item of the input. */
  static String input(String prefix, UUID call, int index) {
    return prefix + '_' + hex(call) + HEX.toHexDigits(index, INPUT_DIGITS);
  }

  /** Whether an id is one that we gave to an item. */
  static boolean isOurs(String item) {
    return OF_ITEM.matcher(item).matches();
  }

  /** The prefix of an id of an item; empty for one that ours could not have. */
  static Optional<String> prefix(String item) {
    var matcher = PREFIX.matcher(item);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String hex(UUID call) {
    return HEX.toHexDigits(call.getMostSignificantBits())
        + HEX.toHexDigits(call.getLeastSignificantBits());
  }

  private static Optional<UUID> call(Pattern pattern, String id) {
    var matcher = pattern.matcher(id);
    return matcher.matches()
        ? Optional.of(
            UUID.fromString(
                matcher.group(1).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")))
        : Optional.empty();
  }
}
