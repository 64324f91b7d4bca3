package dev.ziggurat.babylon;

import java.util.List;
import java.util.Optional;

/**
 * The theme of games without one of their own. Their digests depend on it: a change would make
 * replays of such games differ.
 */
final class UsualTheme {

  static final String INTRODUCTION =
      "You live in Babylon, a city of talkers and gamblers. What counts is to be worth many points,"
          + " and to be heard.";

  private static final List<MarketQuestion> QUESTIONS =
      List.of(
          question(
              "harvest",
              "Will the barley harvest fill more than {quantity} carts before this market closes?",
              400,
              6,
              "the barley stands tall, and a full granary looks likely",
              "rust eats the barley, and a full granary looks unlikely"),
          question(
              "caravans",
              "Will {quantity} caravans from the west arrive before this market closes?",
              10,
              9,
              "dust on the western road rises, more caravans are likely",
              "raiders hold the western road, more caravans are unlikely"),
          question(
              "canal",
              "Will the canal works reach milestone {quantity} in time?",
              20,
              8,
              "the diggers work by torchlight, and the canal is likely to be done in time",
              "a bank of the canal has slid, and the works are unlikely to be done in time"),
          question(
              "terrace",
              "Will the ziggurat's next terrace stand with {quantity} thousand bricks laid?",
              30,
              7,
              "the kilns burn day and night, and the terrace is likely to stand in time",
              "bitumen has run out, and the terrace is unlikely to stand in time"),
          question(
              "council",
              "Will the temple council vote for the new tithe with at least {quantity} voices?",
              30,
              5,
              "the elders nod in the courtyard, and a vote for the tithe is likely",
              "the elders quarrel in the courtyard, and a vote for the tithe is unlikely"),
          question(
              "copper",
              "Will copper trade above {quantity} shekels before this market closes?",
              50,
              10,
              "copper rises at the quay, a higher price is likely",
              "copper falls at the quay, a higher price is unlikely"),
          question(
              "flood",
              "Will the river stay below {quantity} cubits at the old bridge?",
              20,
              6,
              "the river calms by the hour, so a dry bridge is likely",
              "the river swells by the hour, so a dry bridge is unlikely"),
          question(
              "festival",
              "Will more than {quantity} boats come to the new year's festival?",
              100,
              8,
              "every mooring is spoken for, and a great festival is likely",
              "the boatmen stay at home, and a great festival is unlikely"),
          question(
              "wool",
              "Will the weavers finish {quantity} bolts of wool in time?",
              60,
              9,
              "the looms hum through the night, and the weavers are likely to finish",
              "moths got into the wool, and the weavers are unlikely to finish"),
          question(
              "stars",
              "Will the sky watchers count {quantity} falling stars before this market closes?",
              10,
              10,
              "the nights are clear, and many falling stars are likely",
              "clouds sit on the city, and many falling stars are unlikely"),
          question(
              "gate",
              "Will the blue gate be glazed up to its row {quantity} in time?",
              40,
              6,
              "the glaze holds in the heat, and a glazed gate is likely",
              "the glaze cracks in the heat, and a glazed gate is unlikely"),
          question(
              "dates",
              "Will the date gardens send {quantity} baskets to the palace in time?",
              200,
              7,
              "the palms bend under their fruit, and the baskets are likely to come",
              "wind has stripped the palms, and the baskets are unlikely to come"));

  private static final List<String> SOURCES =
      List.of(
          "A scribe reports",
          "Word from the river quay",
          "Overheard at the blue gate",
          "A temple servant whispers",
          "The night watch says",
          "A merchant swears");

  private static final List<String> RUMOURS =
      List.of(
          "a lion was seen in the reed beds",
          "the baker on the long street has doubled his price",
          "a choir practises on the upper terrace",
          "someone painted a goat on the judge's door",
          "two brothers found a jar of silver under their floor",
          "the ferryman sings of a city without walls");

  private static final List<String> TEMPERAMENTS =
      List.of(
          "bold and quick to bet",
          "careful, and never spends more than a tenth of what it has",
          "stubborn, and holds what it bought to the end",
          "talkative, and would rather post than trade",
          "suspicious of all news, and sells into every excitement",
          "curious, and asks others for their reasons");

  private static final List<String> ROLES =
      List.of("a potter", "a scribe", "a boatman", "a brewer", "a mason", "a weaver", "a shepherd");

  static final Theme THEME =
      new Theme(
          INTRODUCTION,
          "A new question is posted at the gate",
          QUESTIONS,
          SOURCES,
          RUMOURS,
          new PersonaTexts("You are {role} of Babylon: {temperament}.", ROLES, TEMPERAMENTS));

  private UsualTheme() {}

  /**
   * A question with a quantity in steps of a tenth of the smallest.
   *
   * @param least the smallest quantity
   * @param steps the number of quantities
   */
  private static MarketQuestion question(
      String topic, String text, int least, int steps, String hopeful, String doubtful) {
    return new MarketQuestion(
        topic,
        text,
        Optional.of(new MarketQuestion.Quantity(least, least / 10, steps)),
        Optional.of(new MarketQuestion.Hints(hopeful, doubtful)),
        new OutcomeSource.Fixed());
  }
}
