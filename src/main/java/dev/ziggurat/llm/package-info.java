/** The vocabulary of a model call: plain Java, known to everything above it. */
@NullMarked
package dev.ziggurat.llm;

import org.jspecify.annotations.NullMarked;
