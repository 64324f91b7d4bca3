package dev.ziggurat.catalogue;

/** An entry of the catalogue and where it comes from. */
public record Listing(ModelEntry entry, Origin origin) {}
