package dev.ziggurat.litellm;

import dev.ziggurat.db.Versioned;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of an import.
 *
 * @param version of the settings; a new one if anything changed
 * @param dryRun whether nothing was stored
 * @param models the result for each entry
 * @param notTakenOver the settings that were not imported
 */
@Schema(name = "ImportedModels")
public record ModelImportResult(
    long version,
    boolean dryRun,
    List<ImportedModel> models,
    List<UnsupportedSettings> notTakenOver)
    implements Versioned {}
