/** Ticks as an admin starts and cancels them, and what happened in their turns. */
package dev.ziggurat.games.ticks;
