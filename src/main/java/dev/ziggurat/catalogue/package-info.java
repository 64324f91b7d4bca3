/** The models we know: who serves them, their limits, prices by date, and what replaces them. */
package dev.ziggurat.catalogue;
