package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.util.Optional;

/**
 * A model as one provider serves it.
 *
 * @param warning set when this model is the successor of the requested one, which was shut down
 */
public record Offer(Provider provider, UpstreamModel model, Optional<String> warning) {}
