package dev.ziggurat.gateway.keys;

import java.util.UUID;

/** Fired when a key has another version: within the transaction that changes it. */
public record KeyChanged(UUID id) {}
