/** What the API answers of Babylon alone: markets, their trades, the house, the feed. */
package dev.ziggurat.babylon.rest;
