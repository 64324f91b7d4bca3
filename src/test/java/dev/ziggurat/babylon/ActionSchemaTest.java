package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionSchemaTest {

  @ParameterizedTest
  @ValueSource(strings = {"{'conversations': false}", "{'conversations': true}"})
  void everyActionIsAClosedObjectWithAllFieldsRequired(String sent) {
    var settings = Scene.with(sent).city.settings();
    var types = new ArrayList<String>();
    for (JsonNode action : ActionSchema.create(settings).get("anyOf")) {
      assertThat(action.get("type").asText()).isEqualTo("object");
      assertThat(action.get("additionalProperties").asBoolean(true)).isFalse();
      var required = new ArrayList<String>();
      action.get("required").forEach(name -> required.add(name.asText()));
      assertThat(action.get("properties").fieldNames())
          .toIterable()
          .containsExactlyElementsOf(required);
      types.add(action.at("/properties/type/enum/0").asText());
    }
    assertThat(types).isEqualTo(new Referee().types(settings));
  }
}
