/** Prices of models from a price list that an admin names, as a difference to confirm. */
package dev.ziggurat.models.prices;
