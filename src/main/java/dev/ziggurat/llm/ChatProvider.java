package dev.ziggurat.llm;

import java.time.Duration;

/** The port to one provider. */
public interface ChatProvider {

  /** Whom this asks. */
  Provider provider();

  /** Whether there is a key, or the provider is played by the simulator. */
  boolean usable();

  /** Whether the provider is played by the simulator. */
  boolean simulated();

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
