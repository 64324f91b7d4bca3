package dev.ziggurat.catalogue;

/** A catalogue entry and its origin. */
public record Listing(ModelEntry entry, Origin origin) {}
