package dev.ziggurat.training;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells which checkpoint a name means: it may have a provider's prefix, or be another name. */
@Singleton
class CheckpointNames {

  private static final String ARTIFACT = "wandb-artifact:";

  private final Catalogue catalogue;

  CheckpointNames(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The checkpoint, as {@code wandb-artifact:///team/project/name:step4}; empty if it is none. */
  Optional<String> checkpoint(String name) {
    return catalogue.resolve(name).stream()
        .flatMap(resolution -> resolution.offers().stream())
        .filter(offer -> offer.provider().equals(Provider.WANDB))
        .map(catalogue::id)
        .filter(id -> id.startsWith(ARTIFACT))
        .findFirst();
  }
}
