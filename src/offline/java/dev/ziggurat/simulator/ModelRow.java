package dev.ziggurat.simulator;

import java.util.List;
import java.util.Set;

/**
 * A model of a simulated provider.
 *
 * @param aliases other names of it
 * @param maxOutputTokens 0 when not published
 * @param sees whether it accepts images
 * @param vectorSize numbers of its longest vector; 0 for a model that chats
 * @param refuses request fields, or groups of them, that it rejects
 * @param created seconds since 1970
 * @param createdAt the same for a provider that writes instants
 * @param shutdownDate null when none is set
 */
record ModelRow(
    String id,
    List<String> aliases,
    int contextTokens,
    int maxOutputTokens,
    boolean reasons,
    boolean caches,
    boolean strictSchema,
    boolean sees,
    int vectorSize,
    Set<String> refuses,
    long created,
    String createdAt,
    String displayName,
    String shutdownDate) {

  ModelRow {
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    refuses = refuses == null ? Set.of() : Set.copyOf(refuses);
  }

  /** A fine-tuned model on a public base. */
  static ModelRow lora(String id) {
    return new ModelRow(
        id, List.of(), 131_072, 0, false, false, false, false, 0, Set.of(), 0, null, null, null);
  }

  /** The same under another name. */
  ModelRow named(String name) {
    return served(name);
  }

  /** As a server serves it that has no rules of its own for models. */
  ModelRow served() {
    return served(id);
  }

  private ModelRow served(String name) {
    return new ModelRow(
        name,
        aliases,
        contextTokens,
        0,
        reasons,
        false,
        true,
        sees,
        vectorSize,
        Set.of(),
        created,
        createdAt,
        displayName,
        null);
  }

  boolean answersTo(String name) {
    return id.equals(name) || aliases.contains(name);
  }
}
