package dev.ziggurat.catalogue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The catalogue file as parsed from JSON. */
@RegisterForReflection
record CatalogueFile(List<ModelEntry> models) {}
