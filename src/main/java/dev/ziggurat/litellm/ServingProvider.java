package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import java.util.List;

/**
 * The provider that serves the model of an entry.
 *
 * @param models the possible ids at the provider: the stated name, then without the provider's
 *     prefix if it has one
 */
record ServingProvider(Provider provider, List<String> models) {}
