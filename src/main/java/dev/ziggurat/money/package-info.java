/** Exact amounts: everything is a {@code long} of a unit small enough that nothing is lost. */
@NullMarked
package dev.ziggurat.money;

import org.jspecify.annotations.NullMarked;
