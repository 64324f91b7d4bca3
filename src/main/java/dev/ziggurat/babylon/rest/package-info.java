/** Babylon's REST API: markets, trades, the house and the feed. */
package dev.ziggurat.babylon.rest;
