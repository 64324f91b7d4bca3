package dev.ziggurat.gateway.messages;

import java.util.Optional;

/** Collects what a request has that only Claude itself can do; the first is told. */
final class Untranslatable {

  private Optional<String> message = Optional.empty();
  private Optional<String> unpriced = Optional.empty();

  /**
   * Something that other providers cannot be asked for.
   *
   * @param field where the request has it, such as {@code tools.0}
   * @param what it is, as the begin of a sentence
   */
  void add(String field, String what) {
    if (message.isEmpty()) {
      message = Optional.of("%s: %s can only be sent to Claude".formatted(field, what));
    }
  }

  /** Something that is billed by other prices than those of tokens. */
  void addUnpriced(String field) {
    if (unpriced.isEmpty()) {
      unpriced = Optional.of(field);
    }
  }

  /** Why other providers cannot be asked; empty if they can. */
  Optional<String> message() {
    return message;
  }

  /** The first field that is billed by other prices; empty if there is none. */
  Optional<String> unpriced() {
    return unpriced;
  }
}
