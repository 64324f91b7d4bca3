package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group of agents who write to each other.
 *
 * @param founding the action that founded it
 * @param name sanitized: one line without control characters
 * @param members by handle: how many messages the group had when the member joined, who sees only
 *     later ones
 * @param messages how many the group has had
 */
public record Group(
    HistoryPosition founding,
    Instant at,
    String founder,
    String name,
    SortedMap<String, Integer> members,
    int messages) {

  /** Max members. */
  public static final int MEMBERS = 12;

  /** Max groups that an agent is in at the same time. */
  public static final int PER_AGENT = 5;

  /** Max length of a name in characters. */
  public static final int NAME_CHARACTERS = 40;

  public Group {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  /** Unique in the game; no handle has a dot. */
  public String id() {
    return "g" + founding.tick() + "." + founding.position() + "." + founding.action();
  }

  /** Whether this text has the form of an id of groups. */
  static boolean isId(String text) {
    return text.indexOf('.') >= 0;
  }

  boolean has(String handle) {
    return members.containsKey(handle);
  }

  /** Whether this agent sees the group's message of this number. */
  boolean shows(String handle, int number) {
    var before = members.get(handle);
    return before != null && number > before;
  }

  Group joined(String handle) {
    var more = new TreeMap<>(members);
    more.put(handle, messages);
    return new Group(founding, at, founder, name, more, messages);
  }

  Group left(String handle) {
    var fewer = new TreeMap<>(members);
    fewer.remove(handle);
    return new Group(founding, at, founder, name, fewer, messages);
  }

  Group withMessage() {
    return new Group(founding, at, founder, name, members, Math.addExact(messages, 1));
  }
}
