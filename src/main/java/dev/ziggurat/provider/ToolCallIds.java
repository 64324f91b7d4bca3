package dev.ziggurat.provider;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of the tool calls of one conversation as they are sent to a provider. Other providers'
 * ids may be empty, too long, contain characters that the provider rejects, or repeat; each call
 * gets an id of its own, and a tool result that of its call. Ids that the provider accepts stay as
 * they are.
 */
public final class ToolCallIds {

  private static final String NAMELESS = "call";

  private final Pattern rejected;
  private final int maxLength;
  private final Set<String> used = new HashSet<>();
  private final Map<String, Queue<String>> unanswered = new HashMap<>();

  /**
   * Creates the ids of a conversation.
   *
   * @param rejected characters that the provider rejects; they become underscores
   */
  public ToolCallIds(Pattern rejected, int maxLength) {
    this.rejected = rejected;
    this.maxLength = maxLength;
  }

  /** Begins the calls of a further turn: results no longer belong to calls before it. */
  public void beginTurn() {
    unanswered.clear();
  }

  /** The id to send for a call. */
  public String ofCall(String id) {
    var accepted = rejected.matcher(id).replaceAll("_");
    var base = cut(accepted.isBlank() ? NAMELESS : accepted, maxLength);
    var sent = base;
    for (var number = 2; !used.add(sent); number++) {
      var suffix = "_" + number;
      sent = cut(base, maxLength - suffix.length()) + suffix;
    }
    unanswered.computeIfAbsent(id, _ -> new ArrayDeque<>()).add(sent);
    return sent;
  }

  /** The id to send for the result of a call; empty when no call of this turn waits for one. */
  public Optional<String> ofResult(String id) {
    return Optional.ofNullable(unanswered.get(id)).map(Queue::poll);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
