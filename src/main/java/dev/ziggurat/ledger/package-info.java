/** What every call to a provider did and cost. */
package dev.ziggurat.ledger;
