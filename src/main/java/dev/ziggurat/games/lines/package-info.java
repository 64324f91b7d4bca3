/** Import and export of many things at once: JSON Lines, and what an import came to. */
package dev.ziggurat.games.lines;
