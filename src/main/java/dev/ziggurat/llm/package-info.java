/** The types of a model call, used by all packages above. */
@NullMarked
package dev.ziggurat.llm;

import org.jspecify.annotations.NullMarked;
