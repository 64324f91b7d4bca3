package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import java.util.List;

/**
 * Who serves the model of an entry.
 *
 * @param models what the provider may call it: the whole of what stands there, if that begins with
 *     the provider, and at last what is behind it
 */
record ServingProvider(Provider provider, List<String> models) {}
