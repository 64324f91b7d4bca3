/** The model catalogue: providers, limits, prices by date, and successors of each model. */
package dev.ziggurat.catalogue;
