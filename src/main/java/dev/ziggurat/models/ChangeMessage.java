package dev.ziggurat.models;

import dev.ziggurat.models.SettingsEditor.Outcome;
import dev.ziggurat.settings.SettingsChange;
import java.util.List;
import java.util.stream.Collectors;

/** The message for the admin after a change: the changes, when they take effect, and warnings. */
final class ChangeMessage {

  private static final String EFFECT =
      "This takes effect with the next call here, and within five seconds on other instances; running ticks keep their settings.";

  private ChangeMessage() {}

  static String of(Outcome outcome, List<String> warnings) {
    if (outcome.changes().isEmpty()) {
      return "Nothing changed: no new version was written.";
    }
    var phrases =
        outcome.changes().stream().map(ChangeMessage::phrase).collect(Collectors.joining("; "));
    var warned =
        warnings.stream()
            .map(warning -> " Warning: " + warning + ".")
            .collect(Collectors.joining());
    return "Version %d: %s. %s%s".formatted(outcome.view().version(), phrases, EFFECT, warned);
  }

  private static String phrase(SettingsChange change) {
    var to = change.to().orElse("");
    if (change.field().endsWith(".enabled")) {
      var provider = change.field().substring(0, change.field().indexOf('.'));
      return provider + (to.equals("true") ? " is switched on" : " is switched off");
    }
    if (change.field().endsWith(".model") && change.to().isEmpty()) {
      return change.field() + " is cleared: environment or catalogue decide";
    }
    return change.field() + (change.to().isEmpty() ? " is removed" : " is " + to);
  }
}
