package dev.ziggurat.babylon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The groups of a game that have members, and the latest messages: of each group, and of each agent
 * those that it sent to or got from a single other one.
 */
public final class Correspondence {

  /** Max messages kept of a group, and of an agent's direct ones. */
  public static final int KEPT = 8;

  /** Max messages shown in a briefing. */
  public static final int SHOWN = 12;

  private static final Comparator<Message> HISTORY = Comparator.comparing(Message::place);

  /**
   * A message as one agent sees it.
   *
   * @param unread whether another agent sent it since this one's last turn
   */
  public record Shown(Message message, boolean unread) {}

  private final SortedMap<String, Group> groups = new TreeMap<>();
  private final Map<String, SortedSet<String>> groupsByMember = new HashMap<>();
  private final Map<String, List<Message>> ofGroups = new HashMap<>();
  private final Map<String, List<Message>> direct = new HashMap<>();
  private final SortedMap<String, Long> readUntil;

  /**
   * Creates a correspondence of these; messages of other groups are skipped.
   *
   * @param readUntil by handle: messages of this tick and later ones are unread
   */
  public Correspondence(
      Collection<Group> groups, Collection<Message> messages, Map<String, Long> readUntil) {
    groups.forEach(this::put);
    messages.forEach(this::add);
    this.readUntil = new TreeMap<>(readUntil);
    trim();
  }

  /** Of a new game. */
  static Correspondence none() {
    return new Correspondence(List.of(), List.of(), Map.of());
  }

  /** The groups that have members, in the order of their ids. */
  public Collection<Group> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  /** The groups that the agent is in, in the order of their ids. */
  public List<Group> groupsOf(String handle) {
    return ids(handle).stream().map(groups::get).toList();
  }

  /** The tick from which on messages are unread, by handle; 0 for others. */
  public SortedMap<String, Long> readUntil() {
    return Collections.unmodifiableSortedMap(readUntil);
  }

  /**
   * The messages shown to an agent: unread ones first, the newest if there are too many; then each
   * oldest first.
   */
  public List<Shown> inbox(String handle) {
    return visible(handle)
        .map(message -> new Shown(message, isUnread(handle, message)))
        .sorted(
            Comparator.comparing(Shown::unread)
                .thenComparing(shown -> shown.message().place())
                .reversed())
        .limit(SHOWN)
        .sorted(
            Comparator.comparing(Shown::unread)
                .reversed()
                .thenComparing(shown -> shown.message().place()))
        .toList();
  }

  private Stream<Message> visible(String handle) {
    return Stream.concat(
        direct.getOrDefault(handle, List.of()).stream(),
        groupsOf(handle).stream()
            .flatMap(
                group -> ofGroups.get(group.id()).stream().filter(m -> shows(group, handle, m))));
  }

  private static boolean shows(Group group, String handle, Message message) {
    return message.recipient() instanceof Message.Recipient.OfGroup(_, var number)
        && group.shows(handle, number);
  }

  private boolean isUnread(String handle, Message message) {
    return !message.author().equals(handle)
        && message.place().tick() >= readUntil.getOrDefault(handle, 0L);
  }

  /** The group, if this agent is in it. */
  Optional<Group> group(String id, String handle) {
    return Optional.ofNullable(groups.get(id)).filter(group -> group.has(handle));
  }

  /** How many groups the agent is in. */
  int countOf(String handle) {
    return ids(handle).size();
  }

  private SortedSet<String> ids(String handle) {
    return groupsByMember.getOrDefault(handle, Collections.emptySortedSet());
  }

  /** Adds a group, or replaces it; without members it ends. */
  void put(Group group) {
    var id = group.id();
    var before = groups.put(id, group);
    if (before != null) {
      before.members().keySet().forEach(handle -> groupsByMember.get(handle).remove(id));
    }
    group
        .members()
        .keySet()
        .forEach(handle -> groupsByMember.computeIfAbsent(handle, _ -> new TreeSet<>()).add(id));
    ofGroups.computeIfAbsent(id, _ -> new ArrayList<>());
    if (group.members().isEmpty()) {
      groups.remove(id);
      ofGroups.remove(id);
    }
  }

  void add(Message message) {
    switch (message.recipient()) {
      case Message.Recipient.OfAgent(var handle) -> {
        addDirect(message.author(), message);
        addDirect(handle, message);
      }
      case Message.Recipient.OfGroup(var group, _) -> {
        if (ofGroups.containsKey(group)) {
          ofGroups.get(group).add(message);
        }
      }
    }
  }

  private void addDirect(String handle, Message message) {
    direct.computeIfAbsent(handle, _ -> new ArrayList<>()).add(message);
  }

  /**
   * Notes the agent's turn in this tick, in which it was shown the messages of earlier ticks.
   *
   * @return whether that made a difference
   */
  boolean read(String handle, long tick) {
    if (visible(handle).noneMatch(message -> isUnread(handle, message))) {
      return false;
    }
    readUntil.put(handle, tick);
    return true;
  }

  /** Sorts by the game's history and drops messages no longer shown. */
  void trim() {
    ofGroups.values().forEach(Correspondence::keepLast);
    direct.values().forEach(Correspondence::keepLast);
  }

  private static void keepLast(List<Message> messages) {
    messages.sort(HISTORY);
    if (messages.size() > KEPT) {
      messages.subList(0, messages.size() - KEPT).clear();
    }
  }
}
