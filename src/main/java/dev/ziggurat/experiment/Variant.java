package dev.ziggurat.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * With what agents are asked. What is empty is left to what stands behind it: the variant of an arm
 * to that of the game, that of the game to the settings.
 *
 * @param model requested first
 * @param temperature left out for models that reject it
 * @param instructions a text in front of each agent's own part of its prompt
 */
public record Variant(
    Optional<String> model, OptionalDouble temperature, Optional<String> instructions) {

  /** The longest instructions, in characters. */
  public static final int INSTRUCTION_CHARACTERS = 2_000;

  /** Leaves everything to the settings. */
  public static final Variant NONE =
      new Variant(Optional.empty(), OptionalDouble.empty(), Optional.empty());

  /** The same, with what is empty taken from another. */
  public Variant over(Variant behind) {
    return new Variant(
        model.or(behind::model),
        temperature.isPresent() ? temperature : behind.temperature,
        instructions.or(behind::instructions));
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** In the form in which {@link VariantReader} reads it, without empty fields. */
  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    model.ifPresent(name -> json.put(VariantReader.MODEL, name));
    temperature.ifPresent(value -> json.put(VariantReader.TEMPERATURE, value));
    instructions.ifPresent(text -> json.put(VariantReader.INSTRUCTIONS, text));
    return json;
  }
}
