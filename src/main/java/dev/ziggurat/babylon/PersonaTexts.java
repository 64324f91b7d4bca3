package dev.ziggurat.babylon;

import java.util.Comparator;
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

  /** The characters of the persona with the longest role and temperament. */
  int longest() {
    return PlainText.length(persona(longest(roles), longest(temperaments)));
  }

  private static String longest(List<String> texts) {
    return texts.stream().max(Comparator.comparingInt(PlainText::length)).orElseThrow();
  }

  /** The persona of this number; deterministic. */
  String persona(int number) {
    return persona(
        roles.get(number % roles.size()), temperaments.get(number % temperaments.size()));
  }

  private String persona(String role, String temperament) {
    return text.replace("{role}", role).replace("{temperament}", temperament);
  }
}
