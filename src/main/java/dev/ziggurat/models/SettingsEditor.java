package dev.ziggurat.models;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.ServedModelCheck.Verdict;
import dev.ziggurat.settings.PastSettings;
import dev.ziggurat.settings.ProviderBudget;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.settings.SettingsView.Choice;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes the choice of models atomically, with a new version and an audit entry. */
@Singleton
class SettingsEditor {

  private static final String SUBJECT = "ai-models";

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final ServedModelCheck names;
  private final Audit audit;
  private final ChatProviders providers;

  SettingsEditor(
      Database database,
      SettingsStore store,
      Settings settings,
      ModelRegistry registry,
      ServedModelCheck names,
      Audit audit,
      ChatProviders providers) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.registry = registry;
    this.names = names;
    this.audit = audit;
    this.providers = providers;
  }

  /** The result of a change: the current settings, and the changes, which may be none. */
  record Outcome(SettingsView view, List<SettingsChange> changes) {}

  /**
   * Applies the requested changes.
   *
   * @param force whether to accept unknown models
   * @throws InvalidField for an unknown model, one that does not chat, or a provider without a key
   */
  Outcome change(ChoiceEdits edits, IfMatch expected, boolean force) {
    var verdicts = new LinkedHashMap<Provider, Verdict>();
    edits
        .models()
        .forEach(
            (provider, model) ->
                verdicts.put(provider, names.check(provider, model.value().orElseThrow())));
    return write(
        expected,
        "settings.change",
        edits::over,
        (before, after) -> {
          checkKeys(edits, before);
          edits
              .models()
              .forEach(
                  (provider, model) -> {
                    if (isNew(provider, before, after)) {
                      refuse(
                          provider,
                          model.value().orElseThrow(),
                          verdicts.get(provider),
                          force,
                          model::wrong);
                    }
                  });
        },
        verdicts);
  }

  /**
   * Restores the choices of an earlier version, as a new version. Budgets stay as they are.
   *
   * @param force whether to accept models that are unknown now
   * @throws InvalidField for a model that is unknown now
   */
  Outcome restore(PastSettings past, IfMatch expected, boolean force) {
    var old = past.settings();
    var verdicts = new LinkedHashMap<Provider, Verdict>();
    for (var provider : old.providers().inOrder()) {
      old.model(provider).ifPresent(name -> verdicts.put(provider, names.check(provider, name)));
    }
    return write(
        expected,
        "settings.restore",
        now -> restored(now, old),
        (before, after) ->
            verdicts.forEach(
                (provider, verdict) -> {
                  if (isNew(provider, before, after)) {
                    refuse(
                        provider,
                        old.model(provider).orElseThrow(),
                        verdict,
                        force,
                        fault -> new InvalidField(provider.id() + ".model", fault));
                  }
                }),
        verdicts);
  }

  /** Runs in a transaction. Calls to providers and other connections must be done before. */
  private Outcome write(
      IfMatch expected,
      String action,
      UnaryOperator<Map<Provider, Choice>> edit,
      BiConsumer<SettingsView, Map<Provider, Choice>> check,
      Map<Provider, Verdict> verdicts) {
    var outcome =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              var after = edit.apply(before.choices());
              check.accept(before, after);
              var changes =
                  new ArrayList<>(
                      SettingsChange.between(
                          before.choices(), after, before.providers().inOrder()));
              if (changes.isEmpty()) {
                return new Outcome(before, List.of());
              }
              changes.addAll(register(before, after, verdicts));
              var written = store.write(after, audit.who(), changes);
              audit.record(
                  action, SUBJECT, Map.of("version", written.version(), "changes", changes));
              return new Outcome(written, List.copyOf(changes));
            });
    settings.forget();
    return outcome;
  }

  /** Adds newly chosen models to the catalogue, with what their server tells of them. */
  private List<SettingsChange> register(
      SettingsView before, Map<Provider, Choice> after, Map<Provider, Verdict> verdicts) {
    var registered = new ArrayList<SettingsChange>();
    verdicts.forEach(
        (provider, verdict) -> {
          var name = choice(after, provider).model().orElse("");
          if (!(verdict instanceof Verdict.Known)
              && !ServedModelCheck.isArtifact(name)
              && isNew(provider, before, after)) {
            registry.put(entry(provider, name, verdict), audit.who());
            registered.add(
                new SettingsChange(
                    "models/" + provider.id() + '/' + name,
                    Optional.empty(),
                    Optional.of("registered")));
          }
        });
    return registered;
  }

  private static ModelEntry entry(Provider provider, String name, Verdict verdict) {
    return verdict instanceof Verdict.Listed(var model)
        ? model.entry(false)
        : ModelEntry.unknown(provider, name);
  }

  /**
   * Providers that were added since that version keep their current choice, and all of them their
   * budgets: a limit holds until somebody changes it.
   */
  private static Map<Provider, Choice> restored(Map<Provider, Choice> now, SettingsView old) {
    var choices = new HashMap<>(now);
    choices.replaceAll((_, choice) -> choice.at(OptionalInt.empty()));
    old.choices()
        .forEach(
            (provider, choice) ->
                choices.merge(
                    provider,
                    choice.with(ProviderBudget.NONE),
                    (current, _) -> choice.with(current.budget())));
    choices.keySet().removeIf(provider -> old.providers().find(provider).isEmpty());
    return choices;
  }

  private static Choice choice(Map<Provider, Choice> choices, Provider provider) {
    return choices.getOrDefault(provider, Choice.NONE);
  }

  private static boolean isNew(
      Provider provider, SettingsView before, Map<Provider, Choice> after) {
    return !before.model(provider).equals(choice(after, provider).model());
  }

  private void checkKeys(ChoiceEdits edits, SettingsView before) {
    for (var definition : before.providers().definitions()) {
      var provider = definition.provider();
      edits
          .enabling(provider, before.choice(provider))
          .ifPresent(
              enabled ->
                  providers
                      .of(definition)
                      .unusableReason()
                      .ifPresent(
                          reason -> {
                            throw enabled.wrong(
                                "%s cannot be called, %s: set the environment variable %s and restart"
                                    .formatted(
                                        provider.id(), reason, definition.access().keyVariable()));
                          }));
    }
  }

  private static void refuse(
      Provider provider,
      String name,
      Verdict verdict,
      boolean force,
      Function<String, InvalidField> fault) {
    if (verdict instanceof Verdict.OnlyEmbeds) {
      throw fault.apply(
          "'%s' returns embeddings and does not chat: choose another model".formatted(name));
    }
    if (!force && verdict instanceof Verdict.Unknown(var near)) {
      throw fault.apply(
          "%s has no model '%s' in the catalogue%s. To use it anyway, add ?force=true"
              .formatted(
                  provider.id(),
                  name,
                  near.isEmpty() ? "" : "; similar names are " + String.join(", ", near)));
    }
  }
}
