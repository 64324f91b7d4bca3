/**
 * What Babylon adds to the console: its markets, and parts of the overview and of agents' pages.
 */
package dev.ziggurat.babylon.console;
