package dev.ziggurat.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the arms of experiments, in requests and as they are stored. */
@Singleton
public class ArmReader {

  /** The field of an experiment. */
  public static final String FIELD = "arms";

  /** What names of arms and experiments match. */
  public static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final int WHOLE = 100;
  private static final List<String> FIELDS =
      Stream.concat(Stream.of("name", "percent"), VariantReader.FIELDS.stream()).toList();

  private final VariantReader variants;
  private final ObjectMapper json;

  ArmReader(VariantReader variants, ObjectMapper json) {
    this.variants = variants;
    this.json = json;
  }

  /**
   * Reads the arms of a request.
   *
   * @throws dev.ziggurat.http.InvalidField naming the first invalid field, such as {@code
   *     arms[1].model}
   */
  public FieldValue<List<Arm>> read(Body body) {
    var field = body.objects(FIELD, Experiment.MOST_ARMS, FIELDS);
    var arms = field.map(all -> all.stream().map(arm -> arm(arm, variants::checked)).toList());
    arms.value().ifPresent(read -> check(field, read));
    return arms;
  }

  private static void check(FieldValue<List<Body>> field, List<Arm> arms) {
    if (arms.size() < 2) {
      throw field.wrong("must be at least two: there is nothing to compare one with");
    }
    var names = new HashSet<String>();
    for (var arm : arms) {
      if (!names.add(arm.name())) {
        throw field.wrong("must not name '%s' twice".formatted(arm.name()));
      }
    }
    var sum = arms.stream().mapToInt(Arm::percent).sum();
    if (sum != WHOLE) {
      throw field.wrong("must have percents that add up to 100, not to " + sum);
    }
  }

  private static Arm arm(Body body, Function<Body, Variant> variant) {
    return new Arm(
        body.word("name", NAMES).required(),
        body.number("percent", 1, WHOLE - 1).required().intValue(),
        variant.apply(body));
  }

  /** Reads arms as they are stored. The catalogue may have changed since. */
  public List<Arm> stored(String stored) {
    try {
      var body = JsonNodeFactory.instance.objectNode().set(FIELD, json.readTree(stored));
      return Body.of(body, List.of(FIELD))
          .objects(FIELD, Experiment.MOST_ARMS, FIELDS)
          .required()
          .stream()
          .map(arm -> arm(arm, VariantReader::variant))
          .toList();
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** In the form in which they are read, without empty fields. */
  public static JsonNode written(List<Arm> arms) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var arm : arms) {
      var fields = list.addObject().put("name", arm.name()).put("percent", arm.percent());
      fields.setAll(arm.variant().json());
    }
    return list;
  }
}
