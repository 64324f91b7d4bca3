package dev.ziggurat.gateway;

import dev.ziggurat.gateway.Trouble.Effect;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One fault at one place of the chain.
 *
 * @param place whose trouble it is, in the chain; those before it have no key that is right, those
 *     after it are well. -1: everybody's
 * @param vllm whether it is vLLM that answers at their addresses
 */
record FaultCell(Trouble trouble, int place, boolean stream, boolean vllm) {

  static final List<Provider> CHAIN = Providers.builtIn().inOrder();

  /** Contexts of the models that answer by default, in the order of the chain. */
  private static final List<Integer> CONTEXTS = List.of(128_000, 131_072, 1_000_000, 128_000);

  String faults() {
    return CHAIN.stream()
        .map(
            provider ->
                "\"%s\":{%s%s}"
                    .formatted(provider.id(), server(provider), fault(CHAIN.indexOf(provider))))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String server(Provider provider) {
    return vllm && !provider.equals(Provider.CLAUDE) ? "\"server\":\"vllm\"," : "";
  }

  private String fault(int position) {
    if (place < 0 || position == place) {
      return trouble.fault().contains("latency")
          ? trouble.fault()
          : trouble.fault() + ",\"latencyMillis\":0";
    }
    return position < place ? "\"status\":401" : "\"latencyMillis\":0";
  }

  /** Who answers, if anybody does. */
  Optional<Provider> answers() {
    var first = Math.max(place, 0);
    return switch (trouble.effect(stream)) {
      case ANSWERED, REFUSED, BROKEN -> Optional.of(CHAIN.get(first));
      case INVALID, NEXT ->
          place < 0 ? Optional.empty() : CHAIN.stream().skip(first + 1L).findFirst();
      case LARGER ->
          place < 0
              ? Optional.empty()
              : CHAIN.stream()
                  .skip(first + 1L)
                  .filter(next -> CONTEXTS.get(CHAIN.indexOf(next)) > CONTEXTS.get(first))
                  .findFirst();
    };
  }

  @Override
  public String toString() {
    return "%s at %s, %s%s"
        .formatted(
            trouble.fault(),
            place < 0 ? "everybody" : CHAIN.get(place).id(),
            stream ? "streamed" : "whole",
            vllm ? ", vLLM" : "");
  }

  /** Every trouble at every place in each mode; of vLLM at the first, the last and everybody's. */
  static Stream<FaultCell> matrix() {
    return Trouble.all().stream()
        .flatMap(
            trouble ->
                IntStream.range(-1, CHAIN.size())
                    .boxed()
                    .flatMap(
                        place ->
                            Stream.of(true, false)
                                .flatMap(
                                    stream ->
                                        Stream.of(true, false)
                                            .map(
                                                vllm ->
                                                    new FaultCell(trouble, place, stream, vllm)))))
        .filter(cell -> !cell.vllm() || !List.of(1, 2).contains(cell.place()));
  }

  /** Where nobody else was asked, a request that is too long is the caller's mistake. */
  boolean isOnlyTooLong() {
    return trouble.effect(stream) == Effect.LARGER && place <= 0;
  }

  /** Whether the answer breaks off after its first content. */
  boolean breaksOff() {
    return trouble.effect(stream) == Effect.BROKEN;
  }
}
