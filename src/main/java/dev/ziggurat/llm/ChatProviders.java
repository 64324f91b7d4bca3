package dev.ziggurat.llm;

/** The port to every provider. */
@FunctionalInterface
public interface ChatProviders {

  /** The port to this one. */
  ChatProvider of(ProviderDefinition definition);
}
