/**
 * One step of a game: plan, think, apply, close, and what happens when a runner dies in between.
 */
package dev.ziggurat.tick;
