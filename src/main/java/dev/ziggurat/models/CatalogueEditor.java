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

/** Changes the catalogue, as a new version of the settings, and writes down who did it. */
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
   * A model as it is after a change.
   *
   * @param listing empty if it is gone
   */
  record Outcome(SettingsView settings, Optional<Listing> listing) {}

  /**
   * Registers a model.
   *
   * @throws HttpProblem 409 if there is one of that provider and id
   */
  Outcome register(ModelEntry entry, IfMatch expected) {
    var provider = new Provider(entry.provider());
    return write(
        expected,
        _ -> {
          if (registry.find(provider, entry.id()).isPresent()) {
            throw conflict(
                "id: %s of %s is in the catalogue; change it with PATCH"
                    .formatted(entry.id(), entry.provider()));
          }
          put(entry);
          return new Written("models.register", provider, entry.id(), Optional.empty());
        });
  }

  /**
   * Changes a model.
   *
   * @param edit what it is after the change, given what it is now
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
   * Undoes what was changed of a model.
   *
   * @throws NotFoundException if there is no such model
   * @throws HttpProblem 409 if it is chosen, or came with Ziggurat and was never changed
   */
  Outcome undo(Provider provider, String id, IfMatch expected) {
    return write(
        expected,
        view -> {
          var listing = existing(provider, id);
          if (listing.origin() == Origin.REGISTERED
              && view.model(provider).filter(id::equals).isPresent()) {
            throw conflict(
                "%s is the model chosen for %s: choose another first".formatted(id, provider.id()));
          }
          if (!undone(provider, id)) {
            throw conflict(
                "%s came with Ziggurat and was never changed: to retire it, PATCH a shutDown day and a successor"
                    .formatted(id));
          }
          return new Written("models.undo", provider, id, Optional.of(listing.origin()));
        });
  }

  /** What was done to which model, and where it came from before. */
  private record Written(String action, Provider provider, String id, Optional<Origin> before) {
    static final Written NOTHING = new Written("", Provider.WANDB, "", Optional.empty());
  }

  private interface Work {
    Written under(SettingsView view);
  }

  private Outcome write(IfMatch expected, Work work) {
    var outcome =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              var written = work.under(before);
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
    } catch (IllegalArgumentException unsound) {
      throw refused(entry.provider(), entry.id(), unsound);
    }
  }

  private boolean undone(Provider provider, String id) {
    try {
      return registry.undo(provider, id);
    } catch (IllegalArgumentException unsound) {
      throw conflict("%s is needed: %s".formatted(id, unsound.getMessage()));
    }
  }

  /** The checks name the entry, which the caller knows: what counts is the field. */
  private static BadRequestException refused(
      String provider, String id, IllegalArgumentException unsound) {
    return new BadRequestException(
        unsound
            .getMessage()
            .replace("catalogue: ", "")
            .replace("models %s %s: ".formatted(provider, id), ""),
        unsound);
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
