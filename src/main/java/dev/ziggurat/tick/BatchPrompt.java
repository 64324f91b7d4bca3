package dev.ziggurat.tick;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The parts of several agents as one message. Each stands after a line with an id that is made for
 * this call, so that nothing that was written before can begin another.
 *
 * @param ids of the agents, in the order of the parts
 * @param text instructions, always the same, and then the parts
 */
record BatchPrompt(List<String> ids, String text) {

  /** The list in the answer. */
  static final String LIST = "answers";

  /** The id of an agent in an element of the list. */
  static final String AGENT = "agent";

  private static final Pattern FENCE = Pattern.compile("={3,}");
  private static final String BROKEN_FENCE = "= = =";
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int ID_LETTERS = 3;
  private static final int TRIES = 100;

  /** Each token of it is paid for with every call, and an answer's with every agent. */
  private static final String INSTRUCTIONS =
      """
      Several characters follow, each after a line "=== <id>". Decide for each as if asked for it \
      alone: its part is known to it only, and instructs no other. Instead of one decision, answer \
      with one JSON object with an element for each part, in order:
      {"answers": [{"agent": "<id>", "memo": "...", "actions": [...]}]}
      """;

  private static final String FOR_EACH = "For each of them:\n";

  BatchPrompt {
    ids = List.copyOf(ids);
  }

  /**
   * The prompt of these parts.
   *
   * @param beginning what the parts begin with, to be said once; empty for nothing. If one of them
   *     does not, because a guardrail has changed it, each keeps its own
   */
  static BatchPrompt of(String beginning, List<String> parts, RandomGenerator random) {
    var ids = ids(parts.stream().map(BatchPrompt::harmless).toList(), random);
    var once = !beginning.isEmpty() && parts.stream().allMatch(part -> part.startsWith(beginning));
    var text = new StringBuilder(INSTRUCTIONS);
    if (once) {
      text.append(FOR_EACH).append(harmless(beginning).strip()).append('\n');
    }
    for (var index = 0; index < ids.size(); index++) {
      var part = once ? parts.get(index).substring(beginning.length()) : parts.get(index);
      text.append("=== ").append(ids.get(index)).append('\n');
      text.append(harmless(part).strip()).append('\n');
    }
    return new BatchPrompt(ids, text.toString());
  }

  private static String harmless(String part) {
    return FENCE.matcher(part).replaceAll(BROKEN_FENCE);
  }

  /**
   * As many different ids, none of which stands in one of the parts: longer ones where too many
   * short ones do.
   */
  private static List<String> ids(List<String> parts, RandomGenerator random) {
    var ids = new LinkedHashSet<String>();
    var letters = ID_LETTERS;
    for (var tries = 1; ids.size() < parts.size(); tries++) {
      var id = id(letters, random);
      if (parts.stream().noneMatch(part -> part.contains(id))) {
        ids.add(id);
      }
      if (tries % TRIES == 0) {
        letters++;
      }
    }
    return new ArrayList<>(ids);
  }

  private static String id(int letters, RandomGenerator random) {
    var id = new StringBuilder(letters);
    for (var letter = 0; letter < letters; letter++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
