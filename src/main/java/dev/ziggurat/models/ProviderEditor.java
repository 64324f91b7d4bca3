package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.ModelRegistry;
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
 * Adds, changes and removes providers, as a new version of the settings, and writes down who did.
 */
@Singleton
class ProviderEditor {

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final Audit audit;

  ProviderEditor(
      Database database,
      SettingsStore store,
      Settings settings,
      ModelRegistry registry,
      Audit audit) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.registry = registry;
    this.audit = audit;
  }

  private interface Work {
    SettingsView under(SettingsView before);
  }

  /**
   * Adds a provider, which comes last in the chain until an order is chosen.
   *
   * @throws dev.ziggurat.http.InvalidField naming the field at fault
   * @throws HttpProblem 409 if there is one of that id, or there are too many
   */
  SettingsView add(Provider provider, JsonNode sent, IfMatch expected) {
    return write(
        expected,
        before -> {
          var providers = before.providers();
          if (providers.find(provider).isPresent()) {
            throw conflict("id: there is a provider %s; change it with PUT".formatted(provider));
          }
          if (providers.definitions().size() - Providers.builtIn().definitions().size()
              >= ProviderRules.MAX_ADDED) {
            throw conflict(
                "there are %d added providers, the most there can be: remove one first"
                    .formatted(ProviderRules.MAX_ADDED));
          }
          var added = ProviderBody.read(sent, true, provider, providers);
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
   * @throws dev.ziggurat.http.InvalidField naming the field at fault
   * @throws NotFoundException if there is no such one
   * @throws HttpProblem 409 if no admin added it
   */
  SettingsView replace(Provider provider, JsonNode sent, IfMatch expected) {
    return write(
        expected,
        before -> {
          var was = AddedProvider.of(added(provider, before));
          var is = ProviderBody.read(sent, false, provider, others(provider, before));
          var changes = differences(provider, was, is);
          if (changes.isEmpty()) {
            return before;
          }
          store.define(provider, is);
          return written("providers.change", provider, before.choices(), changes, Optional.of(is));
        });
  }

  /**
   * Removes a provider, what was chosen for it, and the models that were registered of it.
   *
   * @throws NotFoundException if there is no such one
   * @throws HttpProblem 409 if no admin added it
   */
  SettingsView remove(Provider provider, IfMatch expected) {
    return write(
        expected,
        before -> {
          var was = added(provider, before);
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
                      subject(provider), Optional.of(was.access().base()), Optional.empty())),
              Optional.empty());
        });
  }

  private SettingsView write(IfMatch expected, Work work) {
    var after =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              return work.under(before);
            });
    settings.forget();
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
        now.<Map<String, Object>>map(is -> Map.of("version", view.version(), "provider", is))
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
              : "%s stands in the configuration, under ziggurat.settings.added: change it there"
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
      Provider provider, AddedProvider was, AddedProvider is) {
    var changes = new ArrayList<SettingsChange>();
    compare(changes, provider, "name", was.name(), is.name());
    compare(changes, provider, "apiBase", was.apiBase(), is.apiBase());
    compare(changes, provider, "keyVariable", was.keyVariable(), is.keyVariable());
    compare(changes, provider, "defaultModel", was.defaultModel(), is.defaultModel());
    compare(changes, provider, "project", was.project(), is.project());
    compare(
        changes, provider, "maxTokensField", was.maxTokensField().id(), is.maxTokensField().id());
    compare(changes, provider, "answerFormat", was.answerFormat().id(), is.answerFormat().id());
    compare(changes, provider, "streamUsage", was.streamUsage(), is.streamUsage());
    if (!was.unknownFields().equals(is.unknownFields())) {
      compare(
          changes,
          provider,
          "unknownFields",
          was.unknownFields().stream().sorted().toList(),
          is.unknownFields().stream().sorted().toList());
    }
    return changes;
  }

  private static void compare(
      List<SettingsChange> changes, Provider provider, String field, Object was, Object is) {
    if (!Objects.equals(was, is)) {
      changes.add(
          new SettingsChange(
              subject(provider) + '.' + field,
              Optional.ofNullable(was).map(Object::toString),
              Optional.ofNullable(is).map(Object::toString)));
    }
  }

  private static String subject(Provider provider) {
    return "providers/" + provider.id();
  }

  static NotFoundException missing(Provider provider, SettingsView view) {
    return new NotFoundException(
        "id: there is no provider '%s', only %s".formatted(provider, view.providers()));
  }

  private static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }
}
