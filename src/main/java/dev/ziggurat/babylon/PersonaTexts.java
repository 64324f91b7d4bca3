package dev.ziggurat.babylon;

import java.util.List;

/**
 * What personas of generated agents are made of.
 *
 * @param text with {@code {role}} and {@code {temperament}}
 * @param roles at least one
 * @param temperaments at least one
 */
public record PersonaTexts(String text, List<String> roles, List<String> temperaments) {

  public PersonaTexts {
    roles = List.copyOf(roles);
    temperaments = List.copyOf(temperaments);
  }

  /** The persona of this number; deterministic. */
  String persona(int number) {
    return text.replace("{role}", roles.get(number % roles.size()))
        .replace("{temperament}", temperaments.get(number % temperaments.size()));
  }
}
