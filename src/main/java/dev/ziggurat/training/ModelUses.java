package dev.ziggurat.training;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.db.Database;
import dev.ziggurat.experiment.Arm;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyStore;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailDefaults;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.memory.MemoryReader;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds where a trained model is in use: everywhere a name is kept that calls go by, except in
 * deleted games. {@link TrainedModelUses} finds the agents.
 */
@Singleton
class ModelUses {

  private static final int PAGE = 200;

  private final Database database;
  private final CheckpointNames names;
  private final Catalogue catalogue;
  private final Settings settings;
  private final VariantReader variants;
  private final ArmReader arms;
  private final GameBudgetReader budgets;
  private final MemoryReader memories;
  private final GuardrailReader guardrails;
  private final GuardrailDefaults defaults;
  private final KeyStore keys;
  private final InstantSource time;

  ModelUses(
      Database database,
      CheckpointNames names,
      Catalogue catalogue,
      Settings settings,
      VariantReader variants,
      ArmReader arms,
      GameBudgetReader budgets,
      MemoryReader memories,
      GuardrailReader guardrails,
      GuardrailDefaults defaults,
      KeyStore keys,
      InstantSource time) {
    this.database = database;
    this.names = names;
    this.catalogue = catalogue;
    this.settings = settings;
    this.variants = variants;
    this.arms = arms;
    this.budgets = budgets;
    this.memories = memories;
    this.guardrails = guardrails;
    this.defaults = defaults;
    this.keys = keys;
    this.time = time;
  }

  /** What uses a checkpoint of the model of a job, each as a noun with its field. */
  List<String> of(TrainingJob job) {
    Predicate<String> means = name -> names.checkpoint(name).filter(job::hasCheckpoint).isPresent();
    var uses = new ArrayList<String>();
    inSettings(means, uses);
    inCatalogue(job, means, uses);
    inGames(means, uses);
    inExperiments(means, uses);
    inKeys(means, uses);
    return uses;
  }

  private void inSettings(Predicate<String> means, List<String> uses) {
    if (settings.current().model(Provider.WANDB).filter(means).isPresent()) {
      uses.add("the settings (model of wandb)");
    }
    if (settings.environment(Provider.WANDB).filter(means).isPresent()) {
      uses.add("the environment (WANDB_MODEL)");
    }
    if (models(defaults.list()).anyMatch(means)) {
      uses.add("the configuration (ziggurat.guardrails.defaults)");
    }
  }

  private void inCatalogue(TrainingJob job, Predicate<String> means, List<String> uses) {
    catalogue.listings().stream()
        .map(listing -> listing.entry())
        .filter(entry -> !job.hasCheckpoint(entry.id()) && entry.successor() != null)
        .filter(entry -> means.test(entry.successor()))
        .forEach(entry -> uses.add("the catalogue (successor of %s)".formatted(entry.id())));
  }

  private void inGames(Predicate<String> means, List<String> uses) {
    var page = games("");
    while (!page.isEmpty()) {
      for (var game : page) {
        game.getValue()
            .forEach(
                (field, named) -> {
                  if (named.stream().anyMatch(means)) {
                    uses.add("the game %s (%s)".formatted(game.getKey(), field));
                  }
                });
      }
      page = page.size() < PAGE ? List.of() : games(page.getLast().getKey());
    }
  }

  /** The next games by id, each with the models that its fields name. */
  private List<Map.Entry<String, Map<String, List<String>>>> games(String after) {
    return database.query(
        """
        select id, variant, budget, memory, guardrails from game
        where deleted_at is null and id > :after and coalesce(variant, budget, memory, guardrails) is not null
        order by id limit :limit
        """,
        parameters -> {
          parameters.setString("after", after);
          parameters.setInt("limit", PAGE);
        },
        row -> Map.entry(row.getString("id"), fields(row)));
  }

  private Map<String, List<String>> fields(ResultSet row) throws SQLException {
    var fields = new LinkedHashMap<String, List<String>>();
    fields.put(
        "variant.model", variants.stored(row.getString("variant")).model().stream().toList());
    fields.put(
        "budget.cheaperModel",
        budgets.stored(row.getString("budget")).cheaperModel().stream().toList());
    var memory = Optional.ofNullable(row.getString("memory")).map(memories::stored);
    fields.put(
        "memory.reflection.model",
        memory.flatMap(each -> each.reflection()).flatMap(ReflectionSettings::model).stream()
            .toList());
    fields.put(
        "memory.embeddingModel", memory.flatMap(each -> each.embeddingModel()).stream().toList());
    fields.put(
        "guardrails",
        Optional.ofNullable(row.getString("guardrails")).map(guardrails::stored).stream()
            .flatMap(ModelUses::models)
            .toList());
    return fields;
  }

  /** The models that guardrails ask or allow. */
  private static Stream<String> models(GuardrailList list) {
    return list.all().stream()
        .flatMap(
            guardrail ->
                switch (guardrail) {
                  case Guardrail.Moderation moderation -> Stream.of(moderation.model());
                  case Guardrail.AllowList allowed ->
                      allowed.models().stream().flatMap(List::stream);
                  default -> Stream.empty();
                });
  }

  private record OpenExperiment(String game, String name, List<Arm> arms) {}

  private void inExperiments(Predicate<String> means, List<String> uses) {
    var page = experiments("", "");
    while (!page.isEmpty()) {
      for (var each : page) {
        for (var arm : each.arms()) {
          if (arm.variant().model().filter(means).isPresent()) {
            uses.add(
                "the experiment %s of the game %s (arm %s)"
                    .formatted(each.name(), each.game(), arm.name()));
          }
        }
      }
      page =
          page.size() < PAGE
              ? List.of()
              : experiments(page.getLast().game(), page.getLast().name());
    }
  }

  /** The next drafts and running experiments by game and name. */
  private List<OpenExperiment> experiments(String game, String name) {
    return database.query(
        """
        select experiment.game_id, experiment.name, experiment.arms from experiment
        join game on game.id = experiment.game_id and game.deleted_at is null
        where experiment.state <> 'stopped' and (experiment.game_id, experiment.name) > (:game, :name)
        order by experiment.game_id, experiment.name limit :limit
        """,
        parameters -> {
          parameters.setString("game", game);
          parameters.setString("name", name);
          parameters.setInt("limit", PAGE);
        },
        row ->
            new OpenExperiment(
                row.getString("game_id"),
                row.getString("name"),
                arms.stored(row.getString("arms"))));
  }

  private void inKeys(Predicate<String> means, List<String> uses) {
    var page = keys.page(false, Optional.empty(), Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .filter(key -> key.state(time.instant()) == Key.State.ACTIVE)
          .forEach(
              key -> {
                var named = "the key %s …%s".formatted(key.terms().name(), key.hint());
                if (key.terms().models().stream().flatMap(List::stream).anyMatch(means)) {
                  uses.add(named + " (models)");
                }
                if (models(key.terms().guardrails()).anyMatch(means)) {
                  uses.add(named + " (guardrails)");
                }
              });
      page =
          page.size() < PAGE
              ? List.of()
              : keys.page(
                  false, Optional.empty(), Optional.of(KeyStore.cursor(page.getLast())), PAGE);
    }
  }
}
