/** Live events as a stream of server-sent events. */
package dev.ziggurat.live;
