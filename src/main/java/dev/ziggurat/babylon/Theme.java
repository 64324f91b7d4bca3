package dev.ziggurat.babylon;

import java.util.List;

/**
 * The texts of a game: what its markets ask, who reports the news, and who lives there.
 *
 * @param introduction the first line of all briefings
 * @param announcement what news of a new question begins with
 * @param questions of the markets that the clock opens; their topics differ
 * @param sources of news, at least one
 * @param rumours news about no market
 * @param personas of generated agents
 */
public record Theme(
    String introduction,
    String announcement,
    List<MarketQuestion> questions,
    List<String> sources,
    List<String> rumours,
    PersonaTexts personas) {

  public Theme {
    questions = List.copyOf(questions);
    sources = List.copyOf(sources);
    rumours = List.copyOf(rumours);
  }
}
