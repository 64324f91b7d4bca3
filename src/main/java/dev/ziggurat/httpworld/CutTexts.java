package dev.ziggurat.httpworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes which texts of an answer were too long and cut; used by one thread. */
final class CutTexts {

  private static final int MOST = 5;

  private final List<String> notes = new ArrayList<>();

  void note(String cut) {
    if (notes.size() < MOST) {
      notes.add(cut);
    }
  }

  /** A text of many lines, cut to size. */
  String block(AnswerField field, long mostBytes) {
    var text = field.text();
    var block = WorldText.block(text, mostBytes);
    if (WorldText.bytes(text) > mostBytes) {
      note("%s: cut to %d bytes".formatted(field.path(), mostBytes));
    }
    return block;
  }

  Optional<String> summary() {
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }
}
