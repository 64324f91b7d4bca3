package dev.ziggurat.catalogue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The catalogue as it is written. */
@RegisterForReflection
record CatalogueFile(List<ModelEntry> models) {}
