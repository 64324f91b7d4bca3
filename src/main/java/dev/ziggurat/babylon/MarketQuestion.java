package dev.ziggurat.babylon;

import java.util.List;

/**
 * A generated market question.
 *
 * @param topic one word
 * @param text the question, with {@code %d} for the quantity
 * @param least the smallest quantity
 * @param steps the number of quantities, in steps of {@code least / 10}
 * @param hopeful the news if yes is likely
 * @param doubtful the news if yes is unlikely
 */
record MarketQuestion(
    String topic, String text, int least, int steps, String hopeful, String doubtful) {

  /** All questions. */
  static final List<MarketQuestion> ALL =
      List.of(
          new MarketQuestion(
              "harvest",
              "Will the barley harvest fill more than %d carts before this market closes?",
              400,
              6,
              "the barley stands tall, and a full granary looks likely",
              "rust eats the barley, and a full granary looks unlikely"),
          new MarketQuestion(
              "caravans",
              "Will %d caravans from the west arrive before this market closes?",
              10,
              9,
              "dust on the western road rises, more caravans are likely",
              "raiders hold the western road, more caravans are unlikely"),
          new MarketQuestion(
              "canal",
              "Will the canal works reach milestone %d in time?",
              20,
              8,
              "the diggers work by torchlight, and the canal is likely to be done in time",
              "a bank of the canal has slid, and the works are unlikely to be done in time"),
          new MarketQuestion(
              "terrace",
              "Will the ziggurat's next terrace stand with %d thousand bricks laid?",
              30,
              7,
              "the kilns burn day and night, and the terrace is likely to stand in time",
              "bitumen has run out, and the terrace is unlikely to stand in time"),
          new MarketQuestion(
              "council",
              "Will the temple council vote for the new tithe with at least %d voices?",
              30,
              5,
              "the elders nod in the courtyard, and a vote for the tithe is likely",
              "the elders quarrel in the courtyard, and a vote for the tithe is unlikely"),
          new MarketQuestion(
              "copper",
              "Will copper trade above %d shekels before this market closes?",
              50,
              10,
              "copper rises at the quay, a higher price is likely",
              "copper falls at the quay, a higher price is unlikely"),
          new MarketQuestion(
              "flood",
              "Will the river stay below %d cubits at the old bridge?",
              20,
              6,
              "the river calms by the hour, so a dry bridge is likely",
              "the river swells by the hour, so a dry bridge is unlikely"),
          new MarketQuestion(
              "festival",
              "Will more than %d boats come to the new year's festival?",
              100,
              8,
              "every mooring is spoken for, and a great festival is likely",
              "the boatmen stay at home, and a great festival is unlikely"),
          new MarketQuestion(
              "wool",
              "Will the weavers finish %d bolts of wool in time?",
              60,
              9,
              "the looms hum through the night, and the weavers are likely to finish",
              "moths got into the wool, and the weavers are unlikely to finish"),
          new MarketQuestion(
              "stars",
              "Will the sky watchers count %d falling stars before this market closes?",
              10,
              10,
              "the nights are clear, and many falling stars are likely",
              "clouds sit on the city, and many falling stars are unlikely"),
          new MarketQuestion(
              "gate",
              "Will the blue gate be glazed up to its row %d in time?",
              40,
              6,
              "the glaze holds in the heat, and a glazed gate is likely",
              "the glaze cracks in the heat, and a glazed gate is unlikely"),
          new MarketQuestion(
              "dates",
              "Will the date gardens send %d baskets to the palace in time?",
              200,
              7,
              "the palms bend under their fruit, and the baskets are likely to come",
              "wind has stripped the palms, and the baskets are unlikely to come"));

  /** The question with the quantity of this number. */
  String with(int number) {
    return PlainText.format(text, least + number % steps * (least / 10));
  }

  /** The news that hints at yes or no for a market. */
  static String hint(Market market, boolean hopeful) {
    return ALL.stream()
        .filter(question -> question.topic.equals(market.topic()))
        .findFirst()
        .map(question -> hopeful ? question.hopeful : question.doubtful)
        .orElseGet(() -> hint(market.question(), hopeful));
  }

  /** The hint for a question of an admin, which has no texts of its own. */
  private static String hint(String question, boolean hopeful) {
    return PlainText.format(
        hopeful ? "a yes is likely to \"%s\"" : "a yes is unlikely to \"%s\"", question);
  }
}
