/** Interventions in a game between its ticks, and its replay. */
package dev.ziggurat.games.interventions;
