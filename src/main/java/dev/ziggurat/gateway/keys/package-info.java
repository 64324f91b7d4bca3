/** What lets a program call the gateway: keys, what they allow, and what they may spend. */
package dev.ziggurat.gateway.keys;
