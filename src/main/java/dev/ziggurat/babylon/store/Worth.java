package dev.ziggurat.babylon.store;

/**
 * What an agent's possessions come to, in micro-points.
 *
 * @param wallet what is in the wallet
 * @param worth the wallet and the shares held at the current prices
 * @param profit the worth against the sum that every agent starts with
 */
public record Worth(String handle, long wallet, long worth, long profit) {}
