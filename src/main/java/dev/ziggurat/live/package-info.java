/** What happens, as it happens: a stream of events for whoever listens. */
package dev.ziggurat.live;
