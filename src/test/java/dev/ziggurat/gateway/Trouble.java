package dev.ziggurat.gateway;

import java.util.List;

/**
 * Something that goes wrong with one provider.
 *
 * @param fault as the simulator is told
 * @param whole what becomes of a call that wants its answer whole
 * @param streamed what becomes of one that wants it piece by piece
 */
record Trouble(String fault, Effect whole, Effect streamed) {

  private static final List<String> LONG_WAITS = List.of("hang", "trickle", "Millis\":6000");

  /** What a caller sees of it. */
  enum Effect {
    /** Nothing: the provider answers all the same. */
    ANSWERED,
    /** Nothing: another provider answers. */
    NEXT,
    /** Nothing, if there is another provider with a larger context. */
    LARGER,
    /** The same as without it, or a refusal where the provider can say so. */
    REFUSED,
    /** Nothing, if another provider accepts the request; if nobody does, the caller is told. */
    INVALID,
    /** The answer breaks off after its first content. */
    BROKEN
  }

  private static Trouble of(String fault, Effect both) {
    return new Trouble(fault, both, both);
  }

  /** Everything the simulator can get wrong. */
  static List<Trouble> all() {
    return List.of(
        of("\"status\":302", Effect.NEXT),
        of("\"status\":400", Effect.INVALID),
        of("\"status\":405", Effect.NEXT),
        of("\"status\":401", Effect.NEXT),
        of("\"status\":402", Effect.NEXT),
        of("\"status\":403", Effect.NEXT),
        of("\"status\":404", Effect.NEXT),
        of("\"status\":413", Effect.LARGER),
        of("\"status\":429,\"retryAfterSeconds\":60", Effect.NEXT),
        of("\"status\":500", Effect.NEXT),
        of("\"status\":500,\"only\":{\"first\":1}", Effect.ANSWERED),
        of("\"status\":502", Effect.NEXT),
        of("\"status\":503", Effect.NEXT),
        of("\"status\":529", Effect.NEXT),
        of("\"maxInFlight\":0", Effect.NEXT),
        of("\"hang\":true", Effect.NEXT),
        of("\"trickle\":true", Effect.NEXT),
        of("\"reset\":true", Effect.NEXT),
        of("\"html\":true", Effect.NEXT),
        of("\"emptyBody\":true", Effect.NEXT),
        of("\"hugeBody\":true", Effect.NEXT),
        of("\"truncatedJson\":true", Effect.NEXT),
        of("\"emptyAnswer\":true", Effect.NEXT),
        of("\"latencyMillis\":6000", Effect.NEXT),
        of("\"refusal\":true", Effect.REFUSED),
        of("\"garbage\":true", Effect.ANSWERED),
        of("\"thinkTags\":true", Effect.ANSWERED),
        of("\"fenced\":true", Effect.ANSWERED),
        of("\"chatter\":true", Effect.ANSWERED),
        of("\"withoutUsage\":true", Effect.ANSWERED),
        of("\"errorInside\":400", Effect.INVALID),
        of("\"errorInside\":429", Effect.NEXT),
        of("\"errorInside\":401", Effect.NEXT),
        of("\"errorInside\":402", Effect.NEXT),
        of("\"errorInside\":503", Effect.NEXT),
        of("\"wrongUsage\":true", Effect.ANSWERED),
        of("\"looseFormat\":true", Effect.ANSWERED),
        new Trouble("\"finishReason\":\"abort\"", Effect.NEXT, Effect.BROKEN),
        new Trouble("\"finishReason\":null", Effect.NEXT, Effect.BROKEN),
        new Trouble("\"unfinished\":true", Effect.NEXT, Effect.BROKEN),
        new Trouble("\"cut\":true", Effect.NEXT, Effect.BROKEN),
        new Trouble("\"firstChunkMillis\":6000", Effect.ANSWERED, Effect.NEXT),
        new Trouble("\"chunkMillis\":6000", Effect.ANSWERED, Effect.BROKEN),
        new Trouble("\"cutAfterChunks\":0", Effect.ANSWERED, Effect.NEXT),
        new Trouble("\"cutAfterChunks\":2", Effect.ANSWERED, Effect.BROKEN),
        new Trouble("\"errorAfterChunks\":0", Effect.ANSWERED, Effect.NEXT),
        new Trouble("\"errorAfterChunks\":2", Effect.ANSWERED, Effect.BROKEN));
  }

  /** Whether the provider has one wait for longer than any test would. */
  boolean takesTooLong() {
    return LONG_WAITS.stream().anyMatch(fault::contains);
  }

  Effect effect(boolean stream) {
    return stream ? streamed : whole;
  }
}
