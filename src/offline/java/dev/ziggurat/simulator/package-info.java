/**
 * Offline simulation of the four providers' HTTP APIs: chat, streams, models, errors, headers and
 * configurable faults. Only in the JVM package, and only mounted in profiles that use it.
 */
package dev.ziggurat.simulator;
