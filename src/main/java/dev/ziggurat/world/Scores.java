package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The score that a world keeps, if it keeps one. Amounts are millionths of a point, whatever a
 * point is in the world.
 */
public interface Scores {

  /** What a point is called, in the plural, such as {@code points}. */
  String unit();

  /**
   * A page of a game's agents, the one of greatest worth first.
   *
   * @param limit at most 200
   */
  List<LeaderboardEntry> leaderboard(String game, int limit, int offset);

  /**
   * A page of handles by worth; empty in a world that cannot sort by it.
   *
   * @param limit at most 200
   */
  default Optional<List<String>> ranked(String game, Ranking ranking, int limit, int offset) {
    return Optional.empty();
  }

  /** The scores of these agents by handle, without those that have none yet. */
  Map<String, Score> of(String game, Collection<String> handles);

  /** What an agent owns beside its wallet, at most 200 objects whose fields the world chooses. */
  List<ObjectNode> holdings(String game, String handle);

  /**
   * What the agent was worth over time, oldest first; empty in a world that does not remember it.
   *
   * @param ticks the number of last ticks to look back, at most 200
   */
  default List<PastWorth> history(String game, String handle, int ticks) {
    return List.of();
  }
}
