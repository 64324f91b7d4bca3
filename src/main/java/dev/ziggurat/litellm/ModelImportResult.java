package dev.ziggurat.litellm;

import dev.ziggurat.db.Versioned;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an import came to.
 *
 * @param version of the settings, which is new if anything was different
 * @param dryRun whether it only says what would be
 * @param models by entry
 * @param notTakenOver what stands beside the models
 */
@Schema(name = "ImportedModels")
public record ModelImportResult(
    long version,
    boolean dryRun,
    List<ImportedModel> models,
    List<UnsupportedSettings> notTakenOver)
    implements Versioned {}
