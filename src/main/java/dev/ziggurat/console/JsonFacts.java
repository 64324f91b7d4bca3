package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateExtension;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows a JSON object in a template as names and values. */
@TemplateExtension
class JsonFacts {

  /** More than any object that we keep has. */
  private static final int MOST = 100;

  private JsonFacts() {}

  /**
   * The fields of an object in their order, with those of objects within it by their path, such as
   * {@code turns.horizon}. Those without a value are left out.
   */
  static Map<String, String> facts(JsonNode object) {
    var facts = new LinkedHashMap<String, String>();
    add(facts, "", object);
    return facts;
  }

  private static void add(Map<String, String> facts, String prefix, JsonNode object) {
    for (var field : object.properties()) {
      var name = prefix + field.getKey();
      var value = field.getValue();
      if (value.isObject()) {
        add(facts, name + '.', value);
      } else if (!value.isNull() && facts.size() < MOST) {
        facts.put(name, value.isValueNode() ? value.asText() : value.toString());
      }
    }
  }
}
