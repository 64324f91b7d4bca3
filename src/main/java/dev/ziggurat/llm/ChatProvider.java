package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;

/** Sends requests to one provider. */
public interface ChatProvider {

  /** The provider. */
  Provider provider();

  /** Why no call can be made, such as a missing key; empty if calls can be made. */
  Optional<String> unusableReason();

  /** Whether calls can be made: a key is set, or the provider is simulated. */
  default boolean usable() {
    return unusableReason().isEmpty();
  }

  /** Whether the simulator answers instead of the real provider. */
  boolean simulated();

  /**
   * Identifies address, key and default project of the provider, without telling them: it changes
   * with each of them. Empty when there is no key.
   */
  default String endpointId() {
    return "";
  }

  /**
   * Why the provider does not support this request, where that is known without calling it; empty
   * otherwise. A provider that does not speak the caller's own API is sent the translation.
   */
  default Optional<String> unsupportedReason(ChatRequest request, UpstreamModel model) {
    return request instanceof ForwardedRequest forwarded
        ? forwarded.original().flatMap(OriginalRequest::untranslatable)
        : Optional.empty();
  }

  /**
   * Sends the request once and blocks until the answer is complete. After {@code limit} the
   * connection is closed, so that the provider stops generating and billing.
   *
   * @throws ProviderFailure when there is no answer
   */
  Completion complete(ChatRequest request, UpstreamModel model, Duration limit);

  /**
   * Sends the request once for a streamed answer, and returns before its first piece has arrived.
   *
   * @throws ProviderFailure when the request cannot be sent
   */
  ChatStream stream(ForwardedRequest request, UpstreamModel model);
}
