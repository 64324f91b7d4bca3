package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.litellm.ImportedModel.Did;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.models.ServedModelCheck;
import dev.ziggurat.settings.SettingsChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies entries to a copy of the catalogue, and records the result of each. */
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

  /** The result for each entry. */
  List<ImportedModel> models() {
    return List.copyOf(models);
  }

  /** The new and changed catalogue entries, to be stored. */
  List<ModelEntry> entries() {
    return names.changed().map(ModelDraft::entry).toList();
  }

  /** The same changes for the history of the settings. */
  List<SettingsChange> changes() {
    return names.changed().map(ModelDraft::change).toList();
  }

  /** Adds an entry; its errors are added to the problems. */
  void add(StatedModel stated) {
    if (stated.isWildcard()) {
      models.add(wildcard(stated));
      return;
    }
    var before = names.find(stated.provider(), stated.model());
    var draft = names.modelOf(stated);
    var isNew = draft.isNew() && before.isEmpty();
    var notes = new ImportNotes(stated, today);
    var priced = price(stated, draft, notes);
    var named = addName(stated, draft, notes);
    notes.about(draft, isNew);
    models.add(
        new ImportedModel(
            stated.place(),
            draft.original().id(),
            stated.provider().id(),
            isNew ? Did.REGISTERED : priced || named ? Did.CHANGED : Did.KEPT,
            stated.name().filter(draft.localNames()::contains),
            notes.all()));
  }

  private static ImportedModel wildcard(StatedModel stated) {
    var notes = new ArrayList<>(stated.notes());
    notes.add(
        "needs no import: every model of the catalogue is available as %s/ and its id; a model that is not in the catalogue needs a separate entry"
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
    var pricing = draft.pricing(ServiceTier.DEFAULT, today);
    var missingField = missingField(stated, draft);
    var earlier = draft.contradicting(stated);
    if (missingField.isPresent()) {
      problems.add(
          stated.place(),
          missingField.get(),
          "is required: no price is known yet, and the entry states only part of one");
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
          "would exceed the maximum of %d prices per model: clear them with PATCH prices: null"
              .formatted(MAX_PRICES));
    }
    if (priced) {
      names.markChanged(draft);
      notes.priced(draft, pricing);
    }
    return priced;
  }

  /** The first price field that the entry must state; calls of any tier may be billed as usual. */
  private Optional<String> missingField(StatedModel stated, ModelDraft draft) {
    var usual = draft.pricing(ServiceTier.DEFAULT, today);
    if (stated.prices().size() > 1
        && stated.price().isEmpty()
        && usual.ofShortPrompts().isEmpty()) {
      return Optional.of(LiteLlmPriceReader.inputField(ServiceTier.DEFAULT));
    }
    return stated.prices().entrySet().stream()
        .flatMap(
            price -> draft.pricing(price.getKey(), today).missingField(price.getValue()).stream())
        .findFirst();
  }

  private boolean addName(StatedModel stated, ModelDraft draft, ImportNotes notes) {
    if (stated.name().isEmpty()) {
      return false;
    }
    var name = stated.name().get();
    var nameProblem = nameProblem(stated, name, draft);
    nameProblem.ifPresent(message -> problems.add(stated.place(), "model_name", message));
    if (nameProblem.isPresent()) {
      return false;
    }
    notes.shared(names.othersWith(stated.provider(), name));
    if (names.resolve(stated.provider(), name).filter(draft::equals).isPresent()) {
      return false;
    }
    names.addName(stated, name, draft);
    return true;
  }

  private Optional<String> nameProblem(StatedModel stated, String name, ModelDraft draft) {
    var other = names.find(stated.provider(), name).filter(entry -> entry.draft() != draft);
    if (other.isPresent()) {
      return Optional.of(
          other
              .get()
              .place()
              .map(
                  place ->
                      "%s gives this name to another model of %s: a name must be unique within a provider"
                          .formatted(place, stated.provider().id()))
              .orElseGet(
                  () ->
                      "is already a name of another model of %s, %s: choose another name"
                          .formatted(stated.provider().id(), other.get().draft().original().id())));
    }
    return draft.localNames().size() >= ServedModelCheck.MAX_LOCAL
            && !draft.localNames().contains(name)
        ? Optional.of(
            "would exceed the maximum of %d local names per model"
                .formatted(ServedModelCheck.MAX_LOCAL))
        : Optional.empty();
  }
}
