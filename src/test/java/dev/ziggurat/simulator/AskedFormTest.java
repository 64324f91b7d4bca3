package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static dev.ziggurat.simulator.StandAlone.question;
import static dev.ziggurat.simulator.StandAlone.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated providers answer in the form that is asked for in words, as real models do. */
class AskedFormTest {

  private static StandAlone simulator;

  @BeforeAll
  static void start() {
    simulator = new StandAlone();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static String said(Provider provider, String system, String user) {
    return text(provider, json(simulator.chat(provider, question(provider, system, user))));
  }

  private static String said(String user) {
    return said(Provider.WANDB, "Be short.", user);
  }

  @ParameterizedTest
  @EachProvider
  void oneOfTheChoices(Provider provider) {
    assertThat(
            said(
                provider,
                "You are Alice.",
                "Alice is hungry. What does she do?\n"
                    + "Respond EXACTLY with one of the following strings:\nShe eats.\nShe sleeps\nShe waits."))
        .isIn("She eats.", "She sleeps", "She waits");
  }

  @Test
  void theLetterOfAnOption() {
    assertThat(said("Question: who?\n  (a) Alice\n  (b) Bob\nAnswer: (")).isIn("a)", "b)");
  }

  @ParameterizedTest
  @EachProvider
  void fieldsUnderHeaders(Provider provider) {
    assertThat(
            said(
                provider,
                "Your output fields are: 1. `reasoning` (str) 2. `answer` (str)",
                "[[ ## question ## ]]\nWhy?\n\nRespond with the corresponding output fields, starting with"
                    + " the field `[[ ## reasoning ## ]]`, then `[[ ## tool ## ]]` (must be formatted as a"
                    + " valid Python Literal['look', 'finish']), then `[[ ## args ## ]]` (must be formatted"
                    + " as a valid Python dict[str, Any]), then `[[ ## score ## ]]` (must be formatted as a"
                    + " valid Python float), then `[[ ## answer ## ]]`, and then ending with the marker for"
                    + " `[[ ## completed ## ]]`."))
        .matches(
            "(?s)\\[\\[ ## reasoning ## ]]\n.+\n\n\\[\\[ ## tool ## ]]\nlook\n\n\\[\\[ ## args ## ]]\n\\{}\n\n"
                + "\\[\\[ ## score ## ]]\n0\\.5\n\n\\[\\[ ## answer ## ]]\n.+\n\n\\[\\[ ## completed ## ]]");
  }

  @ParameterizedTest
  @EachProvider
  void jsonThatIsAskedForInWords(Provider provider) {
    for (var wish :
        new String[] {
          "Answer with one JSON object and nothing else.",
          "Always respond in JSON.",
          "Return your result as json"
        }) {
      assertThat(json(said(provider, wish, "Tell me of Ur.")).path("answer").asText())
          .as(wish)
          .isNotBlank();
    }
  }

  @Test
  void jsonOfASchemaInTheMessages() {
    assertThat(
            said(
                Provider.GROQ,
                "Respond with JSON that conforms to this JSON schema: {\"type\": \"object\","
                    + " \"properties\": {\"age\": {\"type\": \"integer\"}}, \"required\": [\"age\"]} and nothing else",
                "How old is Ur?"))
        .isEqualTo("{\"age\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "End with a line that begins with 'Final Answer:'. | Final Answer:",
        "Write \"Answer:\" before it. | Answer:"
      })
  void anAnswerUnderItsLabel(String wish, String label) {
    assertThat(said("What is 2 + 2? " + wish)).startsWith(label + " ");
  }

  @Test
  void aThoughtBeforeTheAnswerWhereThereIsATemplate() {
    assertThat(
            said(
                Provider.OPENAI,
                "Use this format:\n\nThought: I can answer.\nAnswer: [your answer here]",
                "What is 2 + 2?"))
        .matches("(?s)Thought: .+\nAnswer: .+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello there", "What is JSON?", "The answer: we do not know. Why?"})
  void otherwiseItIsProse(String user) {
    assertThat(said(user)).startsWith("This is a simulated answer");
  }
}
