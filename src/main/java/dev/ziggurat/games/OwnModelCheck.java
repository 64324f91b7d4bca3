package dev.ziggurat.games;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Operation;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Rejects an agent's model that does not chat, or is not in the catalogue unless forced. */
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
   * Validates the model of a request, if present.
   *
   * @param force accepts a name that is not in the catalogue; until it is, the agent uses the
   *     default model
   * @throws dev.ziggurat.http.InvalidField with the most similar names
   */
  void check(FieldValue<String> model, boolean force) {
    model.value().ifPresent(name -> check(model, name, force));
  }

  private void check(FieldValue<String> model, String name, boolean force) {
    if (name.startsWith(ARTIFACT) && !WHOLE_ARTIFACT.matcher(name).matches()) {
      throw model.wrong("must read wandb-artifact:///team/project/name:version");
    }
    var known = catalogue.resolve(name);
    if (known.isPresent()
        && known.get().offers().stream()
            .noneMatch(offer -> Operation.CHAT.isServedBy(offer.model()))) {
      throw model.wrong("returns embeddings and does not chat: choose another model");
    }
    if (force || known.isPresent()) {
      return;
    }
    var near = nearMatches.of(name);
    throw model.wrong(
        "is not in the catalogue%s; ?force=true takes it all the same"
            .formatted(near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
  }
}
