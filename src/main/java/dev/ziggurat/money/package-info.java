/** Exact amounts: everything is a {@code long} of a unit small enough that nothing is lost. */
package dev.ziggurat.money;
