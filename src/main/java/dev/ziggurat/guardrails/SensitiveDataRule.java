package dev.ziggurat.guardrails;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Finds personal data and secrets. Where two overlap, the one that begins first counts. */
final class SensitiveDataRule implements TextRule {

  private static final Comparator<Finding> ORDER =
      Comparator.comparingInt(Finding::start)
          .thenComparing(Comparator.comparingInt(Finding::end).reversed());

  private final Map<DataKind, FindingAction> actions;

  SensitiveDataRule(Map<DataKind, FindingAction> actions) {
    this.actions = new EnumMap<>(actions);
  }

  @Override
  public List<Finding> in(String text, int from, int to, boolean last) {
    var all = new ArrayList<Finding>();
    actions.forEach(
        (kind, action) -> {
          Found found =
              (start, end, continued) -> {
                if (start < to) {
                  all.add(
                      new Finding(start, end, kind.id(), action, kind.replacement(), continued));
                }
              };
          switch (kind) {
            case EMAIL -> EmailAddresses.find(text, from, found);
            case PHONE -> PhoneNumbers.find(text, from, found);
            case CARD -> CardNumbers.find(text, from, found);
            case IBAN -> Ibans.find(text, from, found);
            case SECRET -> Secrets.find(text, from, last, found);
          }
        });
    all.sort(ORDER);
    var apart = new ArrayList<Finding>();
    var next = from;
    for (var finding : all) {
      if (finding.start() >= next) {
        apart.add(finding);
        next = finding.end();
      }
    }
    return apart;
  }

  /** Told of each part found. */
  @FunctionalInterface
  interface Found {

    /** A part, with the characters that continue it beyond the window. */
    void part(int start, int end, Optional<IntPredicate> continued);

    /** A part that lies within the window. */
    default void part(int start, int end) {
      part(start, end, Optional.empty());
    }
  }
}
