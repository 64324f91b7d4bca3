package dev.ziggurat.httpworld;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of the world of a game.
 *
 * @param instance the name of the game's state in its world
 * @param manifest the last that was read
 * @param manifestAt when that was
 * @param founded whether it was founded
 * @param openingDigest the digest after it was founded
 * @param digest the last digest
 */
record HttpWorldRow(
    String game,
    String instance,
    WorldAddress address,
    Manifest manifest,
    Instant manifestAt,
    boolean founded,
    Optional<String> openingDigest,
    Optional<String> digest) {

  /** The same, with another manifest. */
  HttpWorldRow with(Manifest newer, Instant at) {
    return new HttpWorldRow(game, instance, address, newer, at, founded, openingDigest, digest);
  }
}
