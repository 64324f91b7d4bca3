package dev.ziggurat.simulator;

import java.util.Optional;
import java.util.stream.Stream;

/** What answers at a provider's address. */
enum ServerKind {
  /** The provider itself. */
  HOSTED("hosted"),
  /** vLLM 0.32, without a tool parser. */
  VLLM("vllm"),
  /** llama.cpp's server, build b10434. */
  LLAMA("llama.cpp");

  private final String id;

  ServerKind(String id) {
    this.id = id;
  }

  /** The name in the faults body. */
  String id() {
    return id;
  }

  static Optional<ServerKind> byId(String id) {
    return Stream.of(values()).filter(each -> each.id.equals(id)).findFirst();
  }
}
