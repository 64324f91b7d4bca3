package dev.ziggurat.httpworld;

/**
 * A world that has been asked what it is.
 *
 * @param manifest its answer
 */
public record PlacedWorld(WorldAddress address, Manifest manifest) {}
