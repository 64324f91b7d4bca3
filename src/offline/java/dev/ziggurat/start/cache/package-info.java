/** Trains the AOT cache of the JVM package, with its own simulator and database. */
@NullMarked
package dev.ziggurat.start.cache;

import org.jspecify.annotations.NullMarked;
