package dev.ziggurat.babylon;

import java.util.List;

/** What decides the outcome of a market. */
public sealed interface OutcomeSource {

  /** All names. */
  List<String> WORDS = List.of("fixed", "admin", "rule", "resolver");

  /** The outcome is drawn or set at opening, and hidden until the market is due. */
  record Fixed() implements OutcomeSource {
    @Override
    public String word() {
      return "fixed";
    }
  }

  /** An admin resolves the market, at the latest some time after it closed. */
  record Admin() implements OutcomeSource {
    @Override
    public String word() {
      return "admin";
    }
  }

  /** A rule on the state of the game at the close. */
  record ByRule(ResolutionRule rule) implements OutcomeSource {
    @Override
    public String word() {
      return "rule";
    }
  }

  /** A program at the game's resolver address, asked after the close. */
  record Resolver() implements OutcomeSource {
    @Override
    public String word() {
      return "resolver";
    }
  }

  /** The name in settings, interventions, tables and the API. */
  String word();

  /** The source with this name, which is not {@code rule}. */
  static OutcomeSource of(String word) {
    return switch (word) {
      case "fixed" -> new Fixed();
      case "admin" -> new Admin();
      case "resolver" -> new Resolver();
      default -> throw new IllegalArgumentException("no outcome is decided by " + word);
    };
  }
}
