package dev.ziggurat.ledger;

import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The labels {@code provider} and {@code model} of meters. Models are bounded: what comes after the
 * first {@value #MAX_MODELS} of a process is the model {@value #OTHER}.
 */
@Singleton
public class ModelLabels {

  static final int MAX_MODELS = 100;
  static final String OTHER = "other";

  private final Set<Tags> known = ConcurrentHashMap.newKeySet();

  /** The labels of a model of a provider. */
  public Tags of(String provider, String model) {
    var tags = Tags.of("provider", provider, "model", model);
    if (known.size() < MAX_MODELS) {
      known.add(tags);
    }
    return known.contains(tags) ? tags : Tags.of("provider", provider, "model", OTHER);
  }
}
