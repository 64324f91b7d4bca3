package dev.ziggurat.models;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import dev.ziggurat.settings.SettingsView;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes the catalogue. Each change makes a new version of the settings and an audit entry. */
@Singleton
class CatalogueEditor {

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final Audit audit;

  CatalogueEditor(
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

  /**
   * The result of a change.
   *
   * @param listing the model after the change; empty if it was removed or did not change
   */
  record Outcome(SettingsView settings, Optional<Listing> listing) {}

  /**
   * Registers a model.
   *
   * @throws HttpProblem 409 if the provider has a model of this id
   */
  Outcome register(ModelEntry entry, IfMatch expected) {
    var provider = new Provider(entry.provider());
    return write(
        expected,
        _ -> {
          if (registry.find(provider, entry.id()).isPresent()) {
            throw conflict(
                "id: %s of %s is already in the catalogue; change it with PATCH"
                    .formatted(entry.id(), entry.provider()));
          }
          put(entry);
          return new Written("models.register", provider, entry.id(), Optional.empty());
        });
  }

  /**
   * Changes a model.
   *
   * @param edit returns the changed entry for the current one
   * @throws NotFoundException if there is no such model
   */
  Outcome change(Provider provider, String id, IfMatch expected, UnaryOperator<ModelEntry> edit) {
    return write(
        expected,
        _ -> {
          var listing = existing(provider, id);
          var changed = edit.apply(listing.entry());
          if (changed.equals(listing.entry())) {
            return Written.NOTHING;
          }
          put(changed);
          return new Written("models.change", provider, id, Optional.of(listing.origin()));
        });
  }

  /**
   * Undoes the changes of a model: a shipped one gets its original entry, a registered one is
   * removed.
   *
   * @throws NotFoundException if there is no such model
   * @throws HttpProblem 409 if it is the chosen model, or a shipped one without changes
   */
  Outcome undo(Provider provider, String id, IfMatch expected) {
    return write(
        expected,
        view -> {
          var listing = existing(provider, id);
          if (listing.origin() == Origin.REGISTERED
              && view.model(provider).filter(id::equals).isPresent()) {
            throw conflict(
                "%s is the model chosen for %s: choose another model first"
                    .formatted(id, provider.id()));
          }
          if (!undone(provider, id)) {
            throw conflict(
                "%s is shipped with Ziggurat and has no changes to undo: to retire it, PATCH shutDown and successor"
                    .formatted(id));
          }
          return new Written("models.undo", provider, id, Optional.of(listing.origin()));
        });
  }

  /** The action for the audit log, its model, and the origin of the model before. */
  private record Written(String action, Provider provider, String id, Optional<Origin> before) {
    static final Written NOTHING = new Written("", Provider.WANDB, "", Optional.empty());
  }

  private interface Change {
    Written apply(SettingsView before);
  }

  private Outcome write(IfMatch expected, Change change) {
    var outcome =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              var written = change.apply(before);
              if (written == Written.NOTHING) {
                return new Outcome(before, Optional.empty());
              }
              return written(written, before);
            });
    settings.forget();
    return outcome;
  }

  private Outcome written(Written written, SettingsView before) {
    var subject = "models/" + written.provider().id() + '/' + written.id();
    var after = registry.find(written.provider(), written.id());
    var change =
        new SettingsChange(
            subject, written.before().map(Origin::id), after.map(Listing::origin).map(Origin::id));
    var now = store.write(before.choices(), audit.who(), List.of(change));
    audit.record(
        written.action(),
        subject,
        after.isPresent()
            ? Map.of("version", now.version(), "model", after.get().entry())
            : Map.of("version", now.version()));
    return new Outcome(now, after);
  }

  private Listing existing(Provider provider, String id) {
    return registry.find(provider, id).orElseThrow(() -> missing(provider.id(), id));
  }

  private void put(ModelEntry entry) {
    try {
      registry.put(entry, audit.who());
    } catch (IllegalArgumentException invalid) {
      throw refused(entry.provider(), entry.id(), invalid);
    }
  }

  private boolean undone(Provider provider, String id) {
    try {
      return registry.undo(provider, id);
    } catch (IllegalArgumentException invalid) {
      throw conflict("%s is in use: %s".formatted(id, invalid.getMessage()));
    }
  }

  /** Removes the name of the entry from the message, so that it starts with the field. */
  private static BadRequestException refused(
      String provider, String id, IllegalArgumentException invalid) {
    return new BadRequestException(
        invalid
            .getMessage()
            .replace("catalogue: ", "")
            .replace("models %s %s: ".formatted(provider, id), ""),
        invalid);
  }

  static NotFoundException missing(String provider, String id) {
    return new NotFoundException(
        "id: %s has no model '%s' in the catalogue; /api/admin/models lists them"
            .formatted(provider, id));
  }

  private static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }
}
