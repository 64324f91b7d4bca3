package dev.ziggurat.world;

import java.util.List;

/** Draws up agents for games whose creators name none. */
public interface AgentGenerator {

  /**
   * So many agents with different handles, each alike every time.
   *
   * @param count from 1 to 10,000
   */
  List<Agent> generated(int count);
}
