package dev.ziggurat.gateway.keys;

import dev.ziggurat.ledger.Balance;

/** What a key's calls came to, in nano-dollars: in the present day and month of UTC. */
public record KeySpend(Balance day, Balance month) {}
