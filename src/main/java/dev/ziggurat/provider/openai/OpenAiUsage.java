package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * Brings the usage of an answer to OpenAI's schema, where its three counts are whole numbers and
 * must all be there. A usage that does not tell them is left out, because strict clients refuse the
 * whole answer for it.
 */
final class OpenAiUsage {

  private static final String USAGE = "usage";
  private static final String PROMPT = "prompt_tokens";
  private static final String COMPLETION = "completion_tokens";
  private static final String TOTAL = "total_tokens";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");

  private OpenAiUsage() {}

  /**
   * Changes the answer where needed.
   *
   * @return whether anything was changed
   */
  static boolean conform(ObjectNode answer) {
    if (!(answer.path(USAGE) instanceof ObjectNode usage)) {
      return false;
    }
    var changed = number(usage, PROMPT) | number(usage, COMPLETION) | number(usage, TOTAL);
    if (!isCount(usage.path(PROMPT)) || !isCount(usage.path(COMPLETION))) {
      answer.remove(USAGE);
      return true;
    }
    if (!isCount(usage.path(TOTAL))) {
      usage.put(TOTAL, usage.path(PROMPT).longValue() + usage.path(COMPLETION).longValue());
      changed = true;
    }
    for (var details : new String[] {"prompt_tokens_details", "completion_tokens_details"}) {
      if (usage.path(details) instanceof ObjectNode parts) {
        changed |= conformParts(parts);
      }
    }
    return changed;
  }

  private static boolean conformParts(ObjectNode parts) {
    var wrong = new ArrayList<String>();
    var changed = false;
    for (var name : parts.properties().stream().map(part -> part.getKey()).toList()) {
      if (name.endsWith("_tokens")) {
        changed |= number(parts, name);
        if (!parts.path(name).isNull() && !isCount(parts.path(name))) {
          wrong.add(name);
        }
      }
    }
    parts.remove(wrong);
    return changed || !wrong.isEmpty();
  }

  /** Makes a number of a text, and a whole one of a whole number with a point. */
  private static boolean number(ObjectNode usage, String name) {
    var value = usage.path(name);
    if (value.isTextual() && WHOLE_NUMBER.matcher(value.textValue()).matches()) {
      usage.put(name, Long.parseLong(value.textValue()));
      return true;
    }
    if (value.isFloatingPointNumber()
        && value.canConvertToLong()
        && value.doubleValue() == Math.rint(value.doubleValue())) {
      usage.put(name, value.longValue());
      return true;
    }
    return false;
  }

  private static boolean isCount(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
  }
}
