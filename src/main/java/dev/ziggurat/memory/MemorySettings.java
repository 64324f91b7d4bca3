package dev.ziggurat.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the agents of a game remember.
 *
 * @param tokens the most tokens of a prompt that show memories
 * @param entries the most entries of an agent; of more, the least important and oldest go
 * @param embeddingModel whose embeddings tell how relevant an entry is; empty for full text
 * @param reflection empty for none
 */
public record MemorySettings(
    int tokens,
    int entries,
    Optional<String> embeddingModel,
    Optional<ReflectionSettings> reflection) {

  static final int USUAL_TOKENS = 400;
  static final int USUAL_ENTRIES = 1_000;

  private static final int NANO_DIGITS = 9;

  /** For a game that shows what memory is. */
  public static final MemorySettings DEMO =
      new MemorySettings(
          USUAL_TOKENS,
          USUAL_ENTRIES,
          Optional.empty(),
          Optional.of(
              new ReflectionSettings(
                  ReflectionSettings.USUAL_TICKS,
                  Optional.empty(),
                  ReflectionSettings.USUAL_PER_DAY)));

  /**
   * When agents reflect on what they remember.
   *
   * @param everyTicks ticks from one reflection to the next
   * @param model requested first; empty for the model of the settings
   * @param perDay the most that the reflections of the game may cost in a day (UTC)
   */
  public record ReflectionSettings(int everyTicks, Optional<String> model, NanoDollars perDay) {

    static final int USUAL_TICKS = 10;
    static final NanoDollars USUAL_PER_DAY = new NanoDollars(500_000_000);

    /** The last tick, at or before this one, after which reflections are due; 0 for none. */
    long due(long tick) {
      return tick - tick % everyTicks;
    }
  }

  /** In the form in which {@link MemoryReader} reads it, with all fields. */
  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("tokens", tokens).put("entries", entries);
    embeddingModel.ifPresent(model -> json.put("embeddingModel", model));
    reflection.ifPresent(
        each ->
            json.putObject("reflection")
                .put("everyTicks", each.everyTicks())
                .put("model", each.model().orElse(null))
                .put("dollarsPerDay", dollars(each.perDay())));
    return json;
  }

  private static BigDecimal dollars(NanoDollars amount) {
    var plain = BigDecimal.valueOf(amount.value(), NANO_DIGITS).stripTrailingZeros();
    return plain.setScale(Math.max(0, plain.scale()));
  }
}
