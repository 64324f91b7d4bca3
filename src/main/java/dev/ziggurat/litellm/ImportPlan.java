package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.litellm.ImportedModel.Did;
import dev.ziggurat.models.ServedModelCheck;
import dev.ziggurat.settings.SettingsChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalogue would be with all entries in it, and what became of each. */
final class ImportPlan {

  private static final int MAX_PRICES = 50;

  private final ModelNameIndex names;
  private final LocalDate today;
  private final ImportProblems problems;
  private final List<ImportedModel> models = new ArrayList<>();

  ImportPlan(
      ProviderNames providers, List<Listing> listings, LocalDate today, ImportProblems problems) {
    this.names = new ModelNameIndex(providers, listings);
    this.today = today;
    this.problems = problems;
  }

  /** What became of each entry. */
  List<ImportedModel> models() {
    return List.copyOf(models);
  }

  /** What is to be stored. */
  List<ModelEntry> entries() {
    return names.changed().map(ModelDraft::entry).toList();
  }

  /** The same for the history of the settings. */
  List<SettingsChange> changes() {
    return names.changed().map(ModelDraft::change).toList();
  }

  /** Adds an entry; what is wrong with it is added to the problems. */
  void take(StatedModel stated) {
    if (stated.isWildcard()) {
      models.add(wildcard(stated));
      return;
    }
    var before = names.find(stated.provider(), stated.model());
    var draft = names.modelOf(stated);
    var isNew = draft.isNew() && before.isEmpty();
    var notes = new ImportNotes(stated, today);
    var priced = price(stated, draft, notes);
    var called = call(stated, draft, notes);
    notes.about(draft, isNew);
    models.add(
        new ImportedModel(
            stated.place(),
            draft.begun().id(),
            stated.provider().id(),
            isNew ? Did.REGISTERED : priced || called ? Did.CHANGED : Did.KEPT,
            stated.name().filter(draft.localNames()::contains),
            notes.all()));
  }

  private static ImportedModel wildcard(StatedModel stated) {
    var notes = new ArrayList<>(stated.notes());
    notes.add(
        "needs nothing: every model of the catalogue answers to %s/ and its id; one that the catalogue does not know needs an entry of its own"
            .formatted(stated.provider().id()));
    return new ImportedModel(
        stated.place(),
        stated.model(),
        stated.provider().id(),
        Did.KEPT,
        Optional.empty(),
        List.copyOf(notes));
  }

  private boolean price(StatedModel stated, ModelDraft draft, ImportNotes notes) {
    var pricing = draft.pricing(today);
    var lacking = pricing.lacking(stated.price());
    var earlier = draft.contradicting(stated);
    if (lacking.isPresent()) {
      problems.add(
          stated.place(),
          lacking.get(),
          "is required, as no price is known yet and part of one is stated");
      return false;
    }
    if (earlier.isPresent()) {
      problems.add(
          stated.place(),
          "input_cost_per_token",
          "%s states another price of the same model: leave one of them out"
              .formatted(earlier.get().place()));
      return false;
    }
    var priced = draft.price(stated, today);
    if (draft.entry().prices().size() > MAX_PRICES) {
      problems.add(
          stated.place(),
          "input_cost_per_token",
          "would be one price more than the %d a model has at most: clear them with PATCH prices: null"
              .formatted(MAX_PRICES));
    }
    if (priced) {
      names.touch(draft);
      notes.priced(draft, pricing);
    }
    return priced;
  }

  private boolean call(StatedModel stated, ModelDraft draft, ImportNotes notes) {
    if (stated.name().isEmpty()) {
      return false;
    }
    var name = stated.name().get();
    var fault = fault(stated, name, draft);
    fault.ifPresent(what -> problems.add(stated.place(), "model_name", what));
    if (fault.isPresent()) {
      return false;
    }
    notes.shared(names.othersWith(stated.provider(), name));
    if (names.meant(stated.provider(), name).filter(draft::equals).isPresent()) {
      return false;
    }
    names.call(stated, name, draft);
    return true;
  }

  private Optional<String> fault(StatedModel stated, String name, ModelDraft draft) {
    var other = names.find(stated.provider(), name).filter(held -> held.draft() != draft);
    if (other.isPresent()) {
      return Optional.of(
          other
              .get()
              .place()
              .map(
                  place ->
                      "%s gives this name to another model of %s: a name means one model of a provider"
                          .formatted(place, stated.provider().id()))
              .orElseGet(
                  () ->
                      "is what the catalogue calls another model of %s, %s: choose another name"
                          .formatted(stated.provider().id(), other.get().draft().begun().id())));
    }
    return draft.localNames().size() >= ServedModelCheck.MAX_LOCAL
            && !draft.localNames().contains(name)
        ? Optional.of(
            "is one name more than the %d a model has at most"
                .formatted(ServedModelCheck.MAX_LOCAL))
        : Optional.empty();
  }
}
