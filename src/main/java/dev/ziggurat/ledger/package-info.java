/** The result and cost of every call to a provider. */
package dev.ziggurat.ledger;
