package dev.ziggurat.llm;

/** The clients of all providers. */
@FunctionalInterface
public interface ChatProviders {

  /** The client of this provider. */
  ChatProvider of(ProviderDefinition definition);
}
