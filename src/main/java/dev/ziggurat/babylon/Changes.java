package dev.ziggurat.babylon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The changes since a city was loaded or last saved: current values of all changed entries, and
 * additions.
 *
 * @param wallets micro-points by handle
 * @param markets by id
 * @param positions by key
 * @param refusals by handle; replaces the agent's previous ones, may be empty
 * @param settings the changed settings, the last ones valid
 * @param groups by id; those without members have ended
 * @param readUntil by handle: the tick from which on messages are unread
 */
public record Changes(
    Map<String, Long> wallets,
    Map<String, Market> markets,
    Map<Position.Key, Position> positions,
    Map<String, List<RefusedAction>> refusals,
    List<Trade> trades,
    List<Post> posts,
    List<News> news,
    List<GameSettings> settings,
    Map<String, Group> groups,
    List<Message> messages,
    Map<String, Long> readUntil) {

  static Changes none() {
    return new Changes(
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        new TreeMap<>());
  }
}
