package dev.ziggurat.games;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.FieldValue;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Keeps an agent from being given a model that nobody knows, unless its admin insists. */
@Singleton
class OwnModelCheck {

  private static final String ARTIFACT = "wandb-artifact:";
  private static final Pattern WHOLE_ARTIFACT =
      Pattern.compile("wandb-artifact:///[\\w.-]+/[\\w.-]+/[\\w.-]+:[\\w.-]+");

  private final Catalogue catalogue;
  private final NearMatches nearMatches;

  OwnModelCheck(Catalogue catalogue, NearMatches nearMatches) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
  }

  /**
   * Checks the model that a body names, if it names one.
   *
   * @param force whether to take a name that the catalogue does not know; until it does, the agent
   *     is played by the model that all are played by
   * @throws dev.ziggurat.http.InvalidField telling which names are near
   */
  void check(FieldValue<String> model, boolean force) {
    model.value().ifPresent(name -> check(model, name, force));
  }

  private void check(FieldValue<String> model, String name, boolean force) {
    if (name.startsWith(ARTIFACT) && !WHOLE_ARTIFACT.matcher(name).matches()) {
      throw model.wrong("must read wandb-artifact:///team/project/name:version");
    }
    if (force || catalogue.resolve(name).isPresent()) {
      return;
    }
    var near = nearMatches.of(name);
    throw model.wrong(
        "is no model of the catalogue%s; ?force=true takes it all the same"
            .formatted(near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
  }
}
