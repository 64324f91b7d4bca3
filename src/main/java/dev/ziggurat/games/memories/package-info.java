/** What agents remember, by REST. */
package dev.ziggurat.games.memories;
