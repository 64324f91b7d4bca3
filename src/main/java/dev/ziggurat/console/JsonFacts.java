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

  private static final int MOST_DECIMALS = 30;

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
        facts.put(name, text(value));
      }
    }
  }

  /** Numbers without exponents. */
  private static String text(JsonNode value) {
    if (value.isNumber()
        && Double.isFinite(value.doubleValue())
        && Math.abs(value.decimalValue().scale()) <= MOST_DECIMALS) {
      var number = value.decimalValue().stripTrailingZeros();
      return number.setScale(Math.max(0, number.scale())).toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
