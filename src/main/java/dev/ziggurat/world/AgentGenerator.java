package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Draws up agents for games whose creators name none. */
public interface AgentGenerator {

  /**
   * So many agents with different handles, each alike every time.
   *
   * @param count from 1 to 10,000
   */
  List<Agent> generated(int count);

  /**
   * So many agents for a game that is to be founded with these settings.
   *
   * @param count from 1 to 10,000
   * @param settings as {@link World#found} takes them
   * @throws InvalidSetting naming the first setting that is unknown or wrong
   */
  default List<Agent> generated(int count, ObjectNode settings) {
    return generated(count);
  }
}
