package dev.ziggurat.tick;

import java.util.regex.Pattern;

/**
 * What a turn asked and answered, as it would have been if its agent had been asked alone. Of a
 * turn that was asked together with others ({@link BatchPrompt}), the part of the prompt lacks the
 * question, and the part of the answer names the agent by an id that was made for the call.
 *
 * @param briefing the user message
 * @param completion the answer
 */
public record TurnTexts(String briefing, String completion) {

  private static final String QUESTION = "\nWhat do you do?\n";

  /** The id of the agent, where models write it: in front, as they were asked to. */
  private static final Pattern ID =
      Pattern.compile("^\\{\\s*\"" + BatchPrompt.AGENT + "\"\\s*:\\s*\"[^\"\\\\]*\"\\s*,\\s*");

  /** As they are journaled. A memo stands in quotation marks, so none can end as the question. */
  public static TurnTexts alone(String briefing, String completion) {
    return briefing.endsWith(QUESTION)
        ? new TurnTexts(briefing, completion)
        : new TurnTexts(asked(briefing), ID.matcher(completion).replaceFirst("{"));
  }

  /** The part of an agent with the question at its end. */
  static String asked(String part) {
    return part.endsWith(QUESTION) ? part : part + QUESTION;
  }
}
