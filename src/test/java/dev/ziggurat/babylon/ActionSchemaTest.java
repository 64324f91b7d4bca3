package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ActionSchemaTest {

  @Test
  void everyActionIsAClosedObjectWithAllFieldsRequired() {
    var types = new ArrayList<String>();
    for (JsonNode action : ActionSchema.create().get("anyOf")) {
      assertThat(action.get("type").asText()).isEqualTo("object");
      assertThat(action.get("additionalProperties").asBoolean(true)).isFalse();
      var required = new ArrayList<String>();
      action.get("required").forEach(name -> required.add(name.asText()));
      assertThat(action.get("properties").fieldNames())
          .toIterable()
          .containsExactlyElementsOf(required);
      types.add(action.at("/properties/type/enum/0").asText());
    }
    assertThat(types).isEqualTo(new Referee().types());
  }
}
