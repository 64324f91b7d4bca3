/**
 * Other processes think turns of a tick: shards of them are sent through a message broker, and
 * received by whoever is connected to it.
 */
package dev.ziggurat.workers;
