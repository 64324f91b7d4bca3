/** Bulk import and export as JSON Lines. */
package dev.ziggurat.games.lines;
