package dev.ziggurat.babylon.resolver;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a resolver may answer. */
enum ResolverAnswer {
  YES,
  NO,
  VOID;

  /** The answer with this name, if any. */
  static Optional<ResolverAnswer> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The name in the answer's JSON and in tables. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
