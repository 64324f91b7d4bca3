package dev.ziggurat.babylon.store;

import java.net.URI;
import java.util.Optional;

/** Which addresses of resolvers are called. */
public interface ResolverAddresses {

  /** Why a resolver at this address would not be asked; empty if it would. */
  Optional<String> fault(URI url);
}
