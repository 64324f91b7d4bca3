package dev.ziggurat.gateway.messages;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids of the tool uses of one answer. Callers send them back with the conversation, perhaps to
 * Claude, which takes only some characters: an id with others, and one that repeats, is replaced.
 */
final class ToolUseIds {

  private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final UUID call;
  private final Set<String> used = new HashSet<>();

  ToolUseIds(UUID call) {
    this.call = call;
  }

  /** The id to write for that of the provider. */
  String of(String id) {
    if (ACCEPTED.matcher(id).matches() && used.add(id)) {
      return id;
    }
    var written = "toolu_%s_%d".formatted(call.toString().replace("-", ""), used.size());
    used.add(written);
    return written;
  }
}
