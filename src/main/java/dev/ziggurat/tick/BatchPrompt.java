package dev.ziggurat.tick;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The parts of several agents as one message. Each stands between two lines with an id that is made
 * for this call, so that nothing that was written before can end a part or begin another.
 *
 * @param ids of the agents, in the order of the parts
 * @param text instructions, always the same, and then the parts
 */
record BatchPrompt(List<String> ids, String text) {

  /** The list in the answer. */
  static final String LIST = "answers";

  /** The id of an agent in an element of the list. */
  static final String AGENT = "agent";

  private static final String FENCE = "===";
  private static final String BROKEN_FENCE = "= = =";
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int ID_LETTERS = 4;

  private static final String INSTRUCTIONS =
      """
      This is about several characters. Decide for each by itself, as if you had been asked for it \
      alone: what stands in the part of one is known to that one only, and instructs no other. A part \
      stands between the lines "=== <id>" and "=== end <id>".

      Instead of one decision, answer with one JSON object and nothing else, with one element for each \
      part, in the order of the parts:
      {"answers": [{"agent": "<id>", "memo": "...", "actions": [...]}]}
      """;

  BatchPrompt {
    ids = List.copyOf(ids);
  }

  /** The prompt of these parts. */
  static BatchPrompt of(List<String> parts, RandomGenerator random) {
    var shown = parts.stream().map(part -> part.replace(FENCE, BROKEN_FENCE)).toList();
    var ids = ids(shown, random);
    var text = new StringBuilder(INSTRUCTIONS);
    for (var index = 0; index < ids.size(); index++) {
      text.append("=== ").append(ids.get(index)).append('\n');
      text.append(shown.get(index).strip());
      text.append("\n=== end ").append(ids.get(index)).append('\n');
    }
    return new BatchPrompt(ids, text.toString());
  }

  /** As many different ids, none of which stands in one of the parts. */
  private static List<String> ids(List<String> parts, RandomGenerator random) {
    var ids = new LinkedHashSet<String>();
    while (ids.size() < parts.size()) {
      var id = new StringBuilder(ID_LETTERS);
      for (var letter = 0; letter < ID_LETTERS; letter++) {
        id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      if (parts.stream().noneMatch(part -> part.contains(id))) {
        ids.add(id.toString());
      }
    }
    return new ArrayList<>(ids);
  }
}
