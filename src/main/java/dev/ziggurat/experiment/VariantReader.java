package dev.ziggurat.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Operation;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads variants, in requests and as they are stored. */
@Singleton
public class VariantReader {

  /** The field of a game. */
  public static final String FIELD = "variant";

  static final String MODEL = "model";
  static final String TEMPERATURE = "temperature";
  static final String INSTRUCTIONS = "instructions";
  static final List<String> FIELDS = List.of(MODEL, TEMPERATURE, INSTRUCTIONS);

  private static final int MODEL_CHARACTERS = 200;
  private static final BigDecimal HOTTEST = BigDecimal.TWO;
  private static final int DECIMALS = 3;

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final ObjectMapper json;

  VariantReader(Catalogue catalogue, NearMatches nearMatches, ObjectMapper json) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.json = json;
  }

  /**
   * Reads the field of a game.
   *
   * @throws dev.ziggurat.http.InvalidField naming the first invalid field, such as {@code
   *     variant.model}
   */
  public FieldValue<Variant> read(Body body) {
    return body.object(FIELD, FIELDS).map(this::checked);
  }

  /** Reads the fields of a variant and checks its model. */
  Variant checked(Body body) {
    var variant = variant(body);
    fault(variant)
        .ifPresent(
            fault -> {
              throw body.wrong(fault.field(), fault.text());
            });
    return variant;
  }

  /**
   * Why agents cannot be asked with a variant.
   *
   * @param field the field of the variant
   * @param text what is wrong with it, after the field's name
   */
  public record Fault(String field, String text) {}

  /**
   * Why agents cannot be asked with a variant by the catalogue as it is now; empty if they can. A
   * model may have left the catalogue since the variant was written.
   */
  public Optional<Fault> fault(Variant variant) {
    return variant.model().flatMap(model -> fault(model, variant.temperature().isPresent()));
  }

  /**
   * Reads the fields of a variant. The catalogue may have changed since: models are not checked.
   */
  static Variant variant(Body body) {
    return new Variant(
        body.line(MODEL, MODEL_CHARACTERS).value(),
        body.decimal(TEMPERATURE, BigDecimal.ZERO, HOTTEST, DECIMALS)
            .value()
            .map(value -> OptionalDouble.of(value.doubleValue()))
            .orElseGet(OptionalDouble::empty),
        body.text(INSTRUCTIONS, Variant.INSTRUCTION_CHARACTERS).value());
  }

  /** Reads a variant as it is stored; null for none. */
  public Variant stored(String stored) {
    try {
      return stored == null ? Variant.NONE : variant(Body.of(json.readTree(stored), FIELDS));
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** The variant to be stored; empty for none. */
  public static Optional<String> written(Variant variant) {
    return Optional.of(variant).filter(each -> !each.isEmpty()).map(each -> each.json().toString());
  }

  /** What is wrong with arms by now, whose agents are asked for the usual model instead. */
  public List<String> warnings(List<Arm> arms) {
    return arms.stream()
        .flatMap(
            arm ->
                fault(arm.variant()).stream()
                    .map(
                        fault ->
                            "arm %s: %s %s: its agents are asked for the usual model"
                                .formatted(arm.name(), fault.field(), fault.text())))
        .toList();
  }

  private Optional<Fault> fault(String name, boolean hasTemperature) {
    var known = catalogue.resolve(name);
    if (known.isEmpty()) {
      var near = nearMatches.of(name);
      return Optional.of(
          new Fault(
              MODEL,
              "%s is not in the catalogue%s"
                  .formatted(
                      name, near.isEmpty() ? "" : ", but these are: " + String.join(", ", near))));
    }
    var offers = known.get().offers();
    if (offers.stream().noneMatch(offer -> Operation.CHAT.isServedBy(offer.model()))) {
      return Optional.of(
          new Fault(MODEL, "returns embeddings and does not chat: choose another model"));
    }
    return hasTemperature
            && offers.stream().noneMatch(offer -> offer.model().can(Capability.TEMPERATURE))
        ? Optional.of(
            new Fault(
                TEMPERATURE,
                "is not accepted by %s: leave it out, or choose another model".formatted(name)))
        : Optional.empty();
  }
}
