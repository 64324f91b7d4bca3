/**
 * The four providers played offline, on the wire: chat, streams, models, errors, headers and faults
 * to order. Part of the JVM package only, and mounted only under the profiles that ask for it.
 */
package dev.ziggurat.simulator;
