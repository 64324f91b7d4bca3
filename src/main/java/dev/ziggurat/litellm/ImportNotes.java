package dev.ziggurat.litellm;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a caller is to know about one entry. */
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
      notes.add("the stated price holds from %s on".formatted(today));
    }
    if (before.hasLongPrompts()) {
      notes.add("long prompts keep the price they had");
    }
    if (stated.price().isFree()) {
      notes.add("it costs nothing, as stated: budgets will not stop it");
    }
  }

  void shared(List<String> others) {
    if (!others.isEmpty()) {
      notes.add(
          "%s has a model of this name, too: they are asked in the order of the chain"
              .formatted(String.join(", ", others)));
    }
  }

  void about(ModelDraft draft, boolean isNew) {
    var entry = draft.begun();
    if (isNew && draft.entry().prices().isEmpty()) {
      notes.add(
          "its price is not known: add one with PATCH /api/admin/models/%s/%s"
              .formatted(entry.provider(), entry.id()));
    }
    if (!stated.served().models().contains(entry.id())) {
      notes.add(
          "%s is another name of %s, which is what is asked for"
              .formatted(stated.model(), entry.id()));
    }
    if (entry.shutDown() != null && !today.isBefore(LocalDate.parse(entry.shutDown()))) {
      notes.add(
          entry.successor() == null
              ? "was shut down on " + entry.shutDown()
              : "was shut down on %s: %s answers in its place"
                  .formatted(entry.shutDown(), entry.successor()));
    }
  }
}
