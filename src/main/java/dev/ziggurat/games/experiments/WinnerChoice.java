package dev.ziggurat.games.experiments;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.db.Database;
import dev.ziggurat.experiment.Arm;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.ExperimentStore;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.experiment.Variants;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.settings.SettingsView.Choice;
import dev.ziggurat.tick.Games;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Chooses the winner of an experiment: stops it, and asks with the winner from now on. */
@Singleton
class WinnerChoice {

  private final Database database;
  private final ExperimentChanges changes;
  private final ExperimentStore experiments;
  private final Variants variants;
  private final VariantReader reader;
  private final Games games;
  private final Catalogue catalogue;
  private final SettingsStore store;
  private final Settings settings;
  private final Audit audit;
  private final InstantSource time;

  WinnerChoice(
      Database database,
      ExperimentChanges changes,
      ExperimentStore experiments,
      Variants variants,
      VariantReader reader,
      Games games,
      Catalogue catalogue,
      SettingsStore store,
      Settings settings,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.changes = changes;
    this.experiments = experiments;
    this.variants = variants;
    this.reader = reader;
    this.games = games;
    this.catalogue = catalogue;
    this.store = store;
    this.settings = settings;
    this.audit = audit;
    this.time = time;
  }

  /** Chooses the winner. */
  void choose(String game, String name, Winner winner, IfMatch expected) {
    // Resolving may read the catalogue anew, which is not to wait for the locks.
    checkModel(game, name, winner);
    var offer = winner.toSettings() ? offer(game, name, winner) : Optional.<Offer>empty();
    database.inTransaction(
        () -> {
          var locked = changes.lockedGame(game);
          var current = changes.locked(game, name, expected);
          if (current.state() == Experiment.State.DRAFT) {
            throw ExperimentChanges.conflict("a draft has no results: start the experiment first");
          }
          var arm = arm(current, winner);
          if (current.winner().filter(before -> !before.equals(arm.name())).isPresent()) {
            throw ExperimentChanges.conflict(
                "'%s' was chosen before, and the game may have changed since: change its variant instead"
                    .formatted(current.winner().get()));
          }
          if (offer.isPresent()) {
            choose(offer.get());
          } else {
            variants.save(game, arm.variant().over(variants.of(game)));
            games.save(locked);
          }
          experiments.save(
              current.stopped(time.instant().truncatedTo(ChronoUnit.MICROS)).wonBy(arm.name()));
          audit.record(
              "experiment.winner",
              ExperimentChanges.subject(game, name),
              Map.of(
                  "arm", arm.name(),
                  "to", winner.toSettings() ? Winner.SETTINGS : Winner.GAME,
                  "variant", arm.variant().json()));
          return null;
        });
    settings.forget();
  }

  private static Arm arm(Experiment experiment, Winner winner) {
    var named = winner.arm().required();
    return experiment
        .arm(named)
        .orElseThrow(
            () ->
                winner
                    .arm()
                    .wrong(
                        "must be one of "
                            + String.join(
                                ", ", experiment.arms().stream().map(Arm::name).toList())));
  }

  private void checkModel(String game, String name, Winner winner) {
    var experiment =
        experiments.find(game, name).orElseThrow(() -> ExperimentChanges.none(game, name));
    reader
        .fault(arm(experiment, winner).variant())
        .ifPresent(
            fault -> {
              throw winner
                  .arm()
                  .wrong(
                      "cannot be asked with any more: %s %s"
                          .formatted(fault.field(), fault.text()));
            });
  }

  private Optional<Offer> offer(String game, String name, Winner winner) {
    var experiment =
        experiments.find(game, name).orElseThrow(() -> ExperimentChanges.none(game, name));
    var variant = arm(experiment, winner).variant();
    if (variant.model().isEmpty()
        || variant.temperature().isPresent()
        || variant.instructions().isPresent()) {
      throw winner
          .to()
          .wrong(
              "must be game, because settings have a model for each provider, and no temperature or"
                  + " instructions");
    }
    return Optional.of(
        catalogue
            .resolve(variant.model().get())
            .orElseThrow(() -> winner.arm().wrong("has a model that left the catalogue just now"))
            .offers()
            .getFirst());
  }

  /** Its provider is asked first from now on, as it was for the agents of the arm. */
  private void choose(Offer offer) {
    var before = store.lock();
    if (!before.enabled(offer.provider())) {
      throw ExperimentChanges.conflict(
          "%s serves the arm's model and is switched off: switch it on first, on the page AI Models"
              .formatted(offer.provider().id()));
    }
    var after = new HashMap<>(before.choices());
    after.compute(
        offer.provider(),
        (_, now) -> {
          var choice = now == null ? Choice.NONE : now;
          return new Choice(
              Optional.of(offer.model().id()),
              choice.enabled(),
              choice.position(),
              choice.budget());
        });
    if (!before.providers().inOrder().getFirst().equals(offer.provider())) {
      putFirst(offer.provider(), before, after);
    }
    var made = SettingsChange.between(before.choices(), after, before.providers().inOrder());
    if (!made.isEmpty()) {
      var written = store.write(after, audit.who(), made);
      audit.record(
          "settings.change", "ai-models", Map.of("version", written.version(), "changes", made));
    }
  }

  private static void putFirst(Provider first, SettingsView before, Map<Provider, Choice> choices) {
    var order = new ArrayList<>(List.of(first));
    before.providers().inOrder().stream()
        .filter(provider -> !provider.equals(first))
        .forEach(order::add);
    for (var i = 0; i < order.size(); i++) {
      var position = OptionalInt.of(i + 1);
      choices.compute(order.get(i), (_, now) -> (now == null ? Choice.NONE : now).at(position));
    }
  }
}
