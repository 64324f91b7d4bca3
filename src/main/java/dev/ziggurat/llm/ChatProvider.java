package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;

/** The port to one provider. */
public interface ChatProvider {

  /** Whom this asks. */
  Provider provider();

  /** Whether there is a key, or the provider is played by the simulator. */
  boolean usable();

  /** Whether the provider is played by the simulator. */
  boolean simulated();

  /**
   * Why the provider cannot take this request, known without asking; empty when only asking tells.
   */
  default Optional<String> objection(ChatRequest request, UpstreamModel model) {
    return Optional.empty();
  }

  /**
   * Asks once and blocks until the answer is whole. When the limit passes first, the connection is
   * closed, so that the provider stops generating and billing.
   *
   * @throws ProviderFailure for everything but an answer
   */
  Completion complete(ChatRequest request, UpstreamModel model, Duration limit);

  /**
   * Asks once for an answer piece by piece, and returns before the first is there.
   *
   * @throws ProviderFailure when the provider cannot even be asked
   */
  ChatStream stream(ForwardedRequest request, UpstreamModel model);
}
