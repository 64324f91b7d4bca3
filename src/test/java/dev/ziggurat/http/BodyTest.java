package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

  private static final List<String> KNOWN =
      List.of("name", "persona", "id", "state", "width", "period", "force", "groq", "agents");

  private static Body body(String json) {
    try {
      return Body.of(json == null ? null : new ObjectMapper().readTree(json), KNOWN);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void assertWrong(String json, Consumer<Body> reading, String field, String fault) {
    assertThatExceptionOfType(InvalidField.class)
        .as(json)
        .isThrownBy(() -> reading.accept(body(json)))
        .satisfies(
            wrong -> {
              assertThat(wrong.field()).isEqualTo(field);
              assertThat(wrong.fault()).contains(fault);
              assertThat(wrong).hasMessage(wrong.field() + ": " + wrong.fault());
            });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "null", "[]", "3", "\"text\""})
  void isAnObject(String json) {
    assertWrong(json, body -> {}, "body", "must be a JSON object");
  }

  @Test
  void refusesWhatItDoesNotKnowAndTellsWhatItKnows() {
    assertWrong("{\"colour\": null}", body -> {}, "colour", "allowed are name, persona");
    assertWrong(
        "{\"groq\": {\"modle\": \"x\"}}",
        body -> body.object("groq", List.of("model")),
        "groq.modle",
        "allowed are model");
    assertWrong(
        "{\"%s\": 1}".formatted("x".repeat(5_000)), body -> {}, "x".repeat(60) + "…", "is unknown");
  }

  @Test
  void tellsWhatIsLeftOutFromWhatIsCleared() {
    var body = body("{\"name\": null, \"persona\": \" tells jokes \"}");
    assertThat(body.line("state", 10).isThere()).isFalse();
    assertThat(body.line("state", 10).over(Optional.of("as it was"))).contains("as it was");
    assertThat(body.line("state", 10).over("as it was")).isEqualTo("as it was");
    assertThat(body.line("name", 10).isThere()).isTrue();
    assertThat(body.line("name", 10).over(Optional.of("as it was"))).isEmpty();
    assertThat(body.line("name", 10).orElse("usual")).isEqualTo("usual");
    assertThat(body.text("persona", 20).over("as it was")).isEqualTo("tells jokes");
    assertWrong("{\"name\": null}", b -> b.line("name", 10).over("x"), "name", "cannot be cleared");
    assertWrong("{\"name\": null}", b -> b.line("name", 10).required(), "name", "is required");
    assertWrong("{}", b -> b.line("name", 10).required(), "name", "is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "true", "\"\"", "\" \"", "\"12345678901\"", "[]", "{}"})
  void boundsTexts(String value) {
    var json = "{\"name\": %s}".formatted(value);
    assertWrong(json, body -> body.line("name", 10), "name", "a text of 1 to 10 characters");
  }

  @Test
  void countsCharactersAsPeopleDo() {
    assertThat(body("{\"name\": \"🦉🦉🦉\"}").line("name", 3).required()).isEqualTo("🦉🦉🦉");
  }

  @Test
  void refusesCharactersThatNobodySees() {
    assertThat(body("{\"persona\": \"one\\ntwo\"}").text("persona", 10).value())
        .contains("one\ntwo");
    assertWrong(
        "{\"name\": \"one\\ntwo\"}", body -> body.line("name", 10), "name", "control characters");
    assertWrong(
        "{\"persona\": \"a\\u0000b\"}", body -> body.text("persona", 10), "persona", "control");
    assertWrong(
        "{\"persona\": \"a\\ud800b\"}", body -> body.text("persona", 10), "persona", "control");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"1.5", "1.0", "\"3\"", "0", "9", "1e3", "99999999999999999999", "true", "[3]"},
      delimiter = ';')
  void boundsNumbers(String value) {
    assertWrong(
        "{\"width\": %s}".formatted(value),
        body -> body.number("width", 1, 8),
        "width",
        "must be a whole number from 1 to 8");
  }

  @Test
  void readsDurationsFlagsWordsAndChoices() {
    var body = body("{\"period\": 60000, \"force\": true, \"id\": \"a-1\", \"state\": \"paused\"}");
    assertThat(body.millis("period", Duration.ofSeconds(1), Duration.ofDays(1)).required())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(body.flag("force").required()).isTrue();
    assertThat(body.word("id", Pattern.compile("[a-z0-9-]+")).required()).isEqualTo("a-1");
    assertThat(body.oneOf("state", List.of("running", "paused")).required()).isEqualTo("paused");
    assertWrong("{\"force\": \"true\"}", b -> b.flag("force"), "force", "must be true or false");
    assertWrong(
        "{\"id\": \"A 1\"}",
        b -> b.word("id", Pattern.compile("[a-z]+")),
        "id",
        "[a-z]+, not \"A 1\"");
    assertWrong(
        "{\"state\": \"asleep\"}",
        b -> b.oneOf("state", List.of("running", "paused")),
        "state",
        "must be one of running, paused, not \"asleep\"");
  }

  @Test
  void namesAFieldInsideByItsPath() {
    assertWrong(
        "{\"agents\": [{\"name\": \"a\"}, {\"name\": 7}]}",
        body ->
            body.objects("agents", 10, List.of("name"))
                .required()
                .forEach(agent -> agent.line("name", 10)),
        "agents[1].name",
        "must be a text");
    assertWrong(
        "{\"agents\": [{}, {}]}",
        body -> body.objects("agents", 1, List.of("name")),
        "agents",
        "a list of at most 1 objects");
    assertWrong(
        "{\"groq\": []}", body -> body.object("groq", List.of()), "groq", "must be a JSON object");
  }
}
