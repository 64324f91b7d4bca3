/** The answer cache, for keys that enable it. */
package dev.ziggurat.gateway.cache;
