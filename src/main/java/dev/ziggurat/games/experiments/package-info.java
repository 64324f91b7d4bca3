/** Experiments of games: their REST operations, changes, and lines of exports. */
package dev.ziggurat.games.experiments;
