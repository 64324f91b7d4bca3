/**
 * One step of a game: plan, think, apply, close, and the take-over when a runner dies in between.
 */
package dev.ziggurat.tick;
