/** Exact amounts: {@code long}s of units small enough to need no rounding. */
package dev.ziggurat.money;
