/** The vocabulary of a model call: plain Java, known to everything above it. */
package dev.ziggurat.llm;
