package dev.ziggurat.gateway.keys;

import dev.ziggurat.ledger.Balance;

/** A key's spending in the current UTC day and month, in nano-dollars. */
public record KeySpend(Balance day, Balance month) {}
