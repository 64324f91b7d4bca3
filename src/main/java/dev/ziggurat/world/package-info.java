/**
 * The port between the tick engine and a game. The engine knows no markets, a world knows no
 * models.
 */
package dev.ziggurat.world;
