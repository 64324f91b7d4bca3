/** Answers that were given before, for keys whose programs want them again. */
package dev.ziggurat.gateway.cache;
