package dev.ziggurat.training.trajectories;

import java.io.IOException;

/** Writes turns in one format. */
interface TrajectoryLines {

  /**
   * Writes a turn, if the format takes it.
   *
   * @return whether it did
   */
  boolean write(Trajectory turn) throws IOException;

  /** Writes what is left after the last turn. */
  default void end() throws IOException {
    // Most formats write each turn at once.
  }
}
