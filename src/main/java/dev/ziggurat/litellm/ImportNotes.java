package dev.ziggurat.litellm;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Collects the notes for the caller about one entry. */
final class ImportNotes {

  private final StatedModel stated;
  private final LocalDate today;
  private final List<String> notes;

  ImportNotes(StatedModel stated, LocalDate today) {
    this.stated = stated;
    this.today = today;
    this.notes = new ArrayList<>(stated.notes());
  }

  List<String> all() {
    return List.copyOf(notes);
  }

  void priced(ModelDraft draft, Pricing before) {
    if (!draft.isNew()) {
      notes.add("the stated price applies from %s on".formatted(today));
    }
    if (before.hasLongPrompts()) {
      notes.add("long prompts keep their price");
    }
    if (stated.price().isFree()) {
      notes.add("the stated price is 0: budgets do not limit it");
    }
  }

  void shared(List<String> others) {
    if (!others.isEmpty()) {
      notes.add(
          "%s has a model with this name, too: the chain's order decides which is called first"
              .formatted(String.join(", ", others)));
    }
  }

  void about(ModelDraft draft, boolean isNew) {
    var entry = draft.original();
    if (isNew && draft.entry().prices().isEmpty()) {
      notes.add(
          "its price is unknown: set one with PATCH /api/admin/models/%s/%s"
              .formatted(entry.provider(), entry.id()));
    }
    if (!stated.served().models().contains(entry.id())) {
      notes.add(
          "%s is another name of %s, which is the model that is called"
              .formatted(stated.model(), entry.id()));
    }
    if (entry.shutDown() != null && !today.isBefore(LocalDate.parse(entry.shutDown()))) {
      notes.add(
          entry.successor() == null
              ? "was shut down on " + entry.shutDown()
              : "was shut down on %s: %s replaces it"
                  .formatted(entry.shutDown(), entry.successor()));
    }
  }
}
