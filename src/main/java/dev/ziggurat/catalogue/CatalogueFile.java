package dev.ziggurat.catalogue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * The catalogue as it is written.
 *
 * @param defaults a model's name by provider id
 */
@RegisterForReflection
record CatalogueFile(Map<String, String> defaults, List<ModelEntry> models) {}
