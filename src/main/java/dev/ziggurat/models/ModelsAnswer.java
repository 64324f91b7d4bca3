package dev.ziggurat.models;

import dev.ziggurat.db.Versioned;
import java.util.Optional;

/**
 * The response envelope, compatible with existing admin front ends.
 *
 * @param message one sentence about the change; null for reads
 */
public record ModelsAnswer(boolean success, AiModels data, Optional<String> message)
    implements Versioned {

  @Override
  public long version() {
    return data.settings().version();
  }
}
