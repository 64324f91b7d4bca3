/** Starting and cancelling ticks, and reading their turns. */
package dev.ziggurat.games.ticks;
