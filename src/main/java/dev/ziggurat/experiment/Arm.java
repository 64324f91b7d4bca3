package dev.ziggurat.experiment;

/**
 * One of the ways to ask agents that an experiment compares.
 *
 * @param percent the share of the enrolled agents that it is to have
 */
public record Arm(String name, int percent, Variant variant) {

  /** The same with another share. */
  Arm sharing(int other) {
    return new Arm(name, other, variant);
  }
}
