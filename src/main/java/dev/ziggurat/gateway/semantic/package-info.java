/** Answers of similar calls, for keys that say from which similarity on. */
package dev.ziggurat.gateway.semantic;
