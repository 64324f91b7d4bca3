package dev.ziggurat.llm;

/** What a model is asked for. A model serves one of them. */
public enum Operation {
  /** A conversation to continue. */
  CHAT("chat"),
  /** The vectors of texts. */
  EMBEDDINGS("embeddings");

  private final String id;

  Operation(String id) {
    this.id = id;
  }

  /**
   * The name in spans.
   *
   * @see <a href="https://github.com/open-telemetry/semantic-conventions-genai">Conventions,
   *     gen_ai.operation.name</a>
   */
  public String id() {
    return id;
  }

  /** Whether this model can be asked for it. */
  public boolean isServedBy(UpstreamModel model) {
    return model.can(Capability.EMBEDDINGS) == (this == EMBEDDINGS);
  }
}
