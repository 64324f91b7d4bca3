package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.chain.CooldownReset;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.settings.AddedProvider;
import dev.ziggurat.settings.ProviderRules;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import dev.ziggurat.settings.SettingsView;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds, changes and removes providers. Each change makes a new version of the settings and an audit
 * entry, and ends cooldown and open circuit breaker of the provider.
 */
@Singleton
class ProviderEditor {

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final Audit audit;
  private final CooldownReset cooldownReset;

  ProviderEditor(
      Database database,
      SettingsStore store,
      Settings settings,
      ModelRegistry registry,
      Audit audit,
      CooldownReset cooldownReset) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.registry = registry;
    this.audit = audit;
    this.cooldownReset = cooldownReset;
  }

  private interface Change {
    SettingsView apply(SettingsView before);
  }

  /**
   * Adds a provider, which is last in the chain until another order is set.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   * @throws HttpProblem 409 if the id exists, or the maximum number of providers is reached
   */
  SettingsView add(Provider provider, JsonNode json, IfMatch expected) {
    return write(
        provider,
        expected,
        before -> {
          var providers = before.providers();
          if (providers.find(provider).isPresent()) {
            throw conflict(
                "id: provider %s already exists; change it with PUT".formatted(provider));
          }
          if (providers.definitions().size() - Providers.builtIn().definitions().size()
              >= ProviderRules.MAX_ADDED) {
            throw conflict(
                "the maximum of %d added providers is reached: remove one first"
                    .formatted(ProviderRules.MAX_ADDED));
          }
          var added = ProviderBody.read(json, true, provider, providers);
          store.define(provider, added);
          return written(
              "providers.add",
              provider,
              before.choices(),
              List.of(
                  new SettingsChange(
                      subject(provider), Optional.empty(), Optional.of(added.apiBase()))),
              Optional.of(added));
        });
  }

  /**
   * Changes a provider.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   * @throws NotFoundException if the provider does not exist
   * @throws HttpProblem 409 if it is built in or configured
   */
  SettingsView replace(Provider provider, JsonNode json, IfMatch expected) {
    return write(
        provider,
        expected,
        before -> {
          var old = AddedProvider.of(added(provider, before));
          var updated = ProviderBody.read(json, false, provider, others(provider, before));
          var changes = differences(provider, old, updated);
          if (changes.isEmpty()) {
            return before;
          }
          store.define(provider, updated);
          return written(
              "providers.change", provider, before.choices(), changes, Optional.of(updated));
        });
  }

  /**
   * Removes a provider with its settings and its registered models.
   *
   * @throws NotFoundException if the provider does not exist
   * @throws HttpProblem 409 if it is built in or configured
   */
  SettingsView remove(Provider provider, IfMatch expected) {
    return write(
        provider,
        expected,
        before -> {
          var old = added(provider, before);
          var choices = new HashMap<>(before.choices());
          choices.remove(provider);
          registry.forget(provider);
          store.remove(provider);
          return written(
              "providers.remove",
              provider,
              choices,
              List.of(
                  new SettingsChange(
                      subject(provider), Optional.of(old.access().base()), Optional.empty())),
              Optional.empty());
        });
  }

  private SettingsView write(Provider provider, IfMatch expected, Change change) {
    var after =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              return change.apply(before);
            });
    settings.forget();
    cooldownReset.reset(Optional.of(provider), _ -> {});
    return after;
  }

  private SettingsView written(
      String action,
      Provider provider,
      Map<Provider, SettingsView.Choice> choices,
      List<SettingsChange> changes,
      Optional<AddedProvider> now) {
    var view = store.write(choices, audit.who(), changes);
    audit.record(
        action,
        subject(provider),
        now.<Map<String, Object>>map(
                updated -> Map.of("version", view.version(), "provider", updated))
            .orElseGet(() -> Map.of("version", view.version())));
    return view;
  }

  private static ProviderDefinition added(Provider provider, SettingsView view) {
    var definition = view.providers().find(provider).orElseThrow(() -> missing(provider, view));
    if (definition.origin() != Origin.ADDED) {
      throw conflict(
          definition.origin() == Origin.BUILT_IN
              ? "%s is built in: switch it off, or choose another order, at /api/admin/ai-models"
                  .formatted(provider)
              : "%s is defined in the configuration, at ziggurat.settings.added: change it there"
                  .formatted(provider));
    }
    return definition;
  }

  private static Providers others(Provider provider, SettingsView view) {
    return new Providers(
        view.providers().definitions().stream()
            .filter(definition -> !definition.provider().equals(provider))
            .toList());
  }

  private static List<SettingsChange> differences(
      Provider provider, AddedProvider old, AddedProvider updated) {
    var changes = new ArrayList<SettingsChange>();
    compare(changes, provider, "name", old.name(), updated.name());
    compare(changes, provider, "apiBase", old.apiBase(), updated.apiBase());
    compare(changes, provider, "keyVariable", old.keyVariable(), updated.keyVariable());
    compare(changes, provider, "defaultModel", old.defaultModel(), updated.defaultModel());
    compare(changes, provider, "project", old.project(), updated.project());
    compare(
        changes,
        provider,
        "maxTokensField",
        old.maxTokensField().id(),
        updated.maxTokensField().id());
    compare(
        changes, provider, "answerFormat", old.answerFormat().id(), updated.answerFormat().id());
    compare(changes, provider, "streamUsage", old.streamUsage(), updated.streamUsage());
    compare(changes, provider, "responses", old.responses(), updated.responses());
    if (!old.unknownFields().equals(updated.unknownFields())) {
      compare(
          changes,
          provider,
          "unknownFields",
          old.unknownFields().stream().sorted().toList(),
          updated.unknownFields().stream().sorted().toList());
    }
    return changes;
  }

  private static void compare(
      List<SettingsChange> changes, Provider provider, String field, Object old, Object updated) {
    if (!Objects.equals(old, updated)) {
      changes.add(
          new SettingsChange(
              subject(provider) + '.' + field,
              Optional.ofNullable(old).map(Object::toString),
              Optional.ofNullable(updated).map(Object::toString)));
    }
  }

  private static String subject(Provider provider) {
    return "providers/" + provider.id();
  }

  static NotFoundException missing(Provider provider, SettingsView view) {
    return new NotFoundException(
        "id: provider '%s' does not exist; use one of %s".formatted(provider, view.providers()));
  }

  private static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }
}
