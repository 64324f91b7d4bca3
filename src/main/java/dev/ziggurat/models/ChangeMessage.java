package dev.ziggurat.models;

import dev.ziggurat.models.SettingsEditor.Outcome;
import dev.ziggurat.settings.SettingsChange;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a change came to, and when it takes effect. */
final class ChangeMessage {

  private static final String EFFECT =
      "This holds from the next call on here, and within five seconds on other instances; a tick under way ends as it began.";

  private ChangeMessage() {}

  static String of(Outcome outcome, List<String> warnings) {
    if (outcome.changes().isEmpty()) {
      return "Nothing was different: no new version was written.";
    }
    var changed =
        outcome.changes().stream().map(ChangeMessage::phrase).collect(Collectors.joining("; "));
    var careful =
        warnings.stream()
            .map(warning -> " Careful: " + warning + ".")
            .collect(Collectors.joining());
    return "Version %d: %s. %s%s".formatted(outcome.view().version(), changed, EFFECT, careful);
  }

  private static String phrase(SettingsChange change) {
    var to = change.to().orElse("");
    if (change.field().endsWith(".enabled")) {
      var provider = change.field().substring(0, change.field().indexOf('.'));
      return provider + (to.equals("true") ? " is switched on" : " is switched off");
    }
    if (change.field().endsWith(".model") && change.to().isEmpty()) {
      return change.field() + " is left to environment and catalogue";
    }
    return change.field() + " is " + to;
  }
}
