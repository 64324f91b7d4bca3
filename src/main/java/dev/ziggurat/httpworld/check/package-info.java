/**
 * Tries whether a world keeps the contract: plays a script against it, in instances of its own that
 * it discards at the end, over the connection that games use.
 */
@NullMarked
package dev.ziggurat.httpworld.check;

import org.jspecify.annotations.NullMarked;
