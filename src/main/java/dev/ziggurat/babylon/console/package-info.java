/** Babylon's console pages: markets, and parts of the overview and agent pages. */
package dev.ziggurat.babylon.console;
