package dev.ziggurat.models;

import dev.ziggurat.db.Versioned;
import java.util.Optional;

/**
 * The envelope that existing admin front ends read.
 *
 * @param message one sentence on what was changed; null where nothing was asked to be
 */
public record ModelsAnswer(boolean success, AiModels data, Optional<String> message)
    implements Versioned {

  @Override
  public long version() {
    return data.settings().version();
  }
}
