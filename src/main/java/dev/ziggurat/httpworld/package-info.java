/**
 * Worlds that are programs at an address: the engine asks them over HTTP, in signed requests, by a
 * contract that docs/worlds.md describes. What they answer is checked, cut to size, and never
 * believed to be more than data.
 */
@NullMarked
package dev.ziggurat.httpworld;

import org.jspecify.annotations.NullMarked;
