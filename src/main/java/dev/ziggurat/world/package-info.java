/**
 * The port between the tick engine and a game. The engine knows nothing of markets, a world knows
 * nothing of models.
 */
package dev.ziggurat.world;
