package dev.ziggurat.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;

/** Reads what the agents of a game remember, and checks all of it. */
@Singleton
public class MemoryReader {

  /** The field of games. */
  public static final String FIELD = "memory";

  static final int MIN_TOKENS = 100;
  static final int MAX_TOKENS = 8_000;
  static final int MIN_ENTRIES = 10;
  static final int MAX_ENTRIES = 10_000;
  static final long MAX_TICKS = 1_000_000;
  private static final int MODEL_CHARACTERS = 200;
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final int DECIMALS = 6;
  private static final int NANO_DIGITS = 9;

  private static final String EMBEDDING_MODEL = "embeddingModel";
  private static final List<String> ALL =
      List.of("tokens", "entries", EMBEDDING_MODEL, "reflection");
  private static final List<String> OF_REFLECTION = List.of("everyTicks", "model", "dollarsPerDay");

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final VectorExtension vectors;
  private final ObjectMapper json;

  MemoryReader(
      Catalogue catalogue, NearMatches nearMatches, VectorExtension vectors, ObjectMapper json) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.vectors = vectors;
    this.json = json;
  }

  /**
   * Reads the field of a game.
   *
   * @throws dev.ziggurat.http.InvalidField naming the first field that is wrong, such as {@code
   *     memory.reflection.everyTicks}
   */
  public FieldValue<MemorySettings> read(Body body) {
    return body.object(FIELD, ALL)
        .map(
            memory -> {
              var reflection = memory.object("reflection", OF_REFLECTION);
              reflection
                  .value()
                  .map(each -> each.line("model", MODEL_CHARACTERS))
                  .ifPresent(
                      model ->
                          check(model, Operation.CHAT, "returns embeddings and does not chat"));
              embeds(memory.line(EMBEDDING_MODEL, MODEL_CHARACTERS));
              return settings(memory, reflection);
            });
  }

  /** Reads what was stored. The catalogue may have changed since: models are not checked. */
  public MemorySettings stored(String stored) {
    try {
      var body = JsonNodeFactory.instance.objectNode().set(FIELD, json.readTree(stored));
      var memory = Body.of(body, List.of(FIELD)).object(FIELD, ALL).required();
      return settings(memory, memory.object("reflection", OF_REFLECTION));
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static MemorySettings settings(Body memory, FieldValue<Body> reflection) {
    return new MemorySettings(
        whole(memory.number("tokens", MIN_TOKENS, MAX_TOKENS), MemorySettings.USUAL_TOKENS),
        whole(memory.number("entries", MIN_ENTRIES, MAX_ENTRIES), MemorySettings.USUAL_ENTRIES),
        memory.line(EMBEDDING_MODEL, MODEL_CHARACTERS).value(),
        reflection.map(MemoryReader::reflection).value());
  }

  private static ReflectionSettings reflection(Body body) {
    return new ReflectionSettings(
        whole(body.number("everyTicks", 1, MAX_TICKS), ReflectionSettings.USUAL_TICKS),
        body.line("model", MODEL_CHARACTERS).value(),
        body.decimal("dollarsPerDay", BigDecimal.ZERO, MAX_DOLLARS, DECIMALS)
            .map(dollars -> new NanoDollars(dollars.movePointRight(NANO_DIGITS).longValueExact()))
            .orElse(ReflectionSettings.USUAL_PER_DAY));
  }

  private static int whole(FieldValue<Long> field, int usual) {
    return Math.toIntExact(field.orElse((long) usual));
  }

  private void embeds(FieldValue<String> model) {
    if (model.value().isEmpty()) {
      return;
    }
    check(model, Operation.EMBEDDINGS, "chats and returns no embeddings");
    vectors
        .require()
        .ifPresent(
            missing -> {
              throw model.wrong("needs pgvector in the database: " + missing);
            });
  }

  private void check(FieldValue<String> model, Operation operation, String otherwise) {
    model.value().ifPresent(name -> check(model, name, operation, otherwise));
  }

  private void check(FieldValue<String> model, String name, Operation operation, String otherwise) {
    var known = catalogue.resolve(name);
    if (known.isEmpty()) {
      var near = nearMatches.of(name);
      throw model.wrong(
          "%s is not in the catalogue%s"
              .formatted(
                  name, near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
    }
    if (known.get().offers().stream().noneMatch(offer -> operation.isServedBy(offer.model()))) {
      throw model.wrong(otherwise + ": choose another model");
    }
  }
}
