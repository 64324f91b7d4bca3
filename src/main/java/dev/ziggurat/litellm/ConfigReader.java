package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.http.InvalidField;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a proxy's configuration, or the models that {@code litellm.register_model} takes: by name,
 * without any list.
 */
@Singleton
class ConfigReader {

  private static final String LIST = "model_list";
  private static final int MOST = 500;
  private static final Pattern SHOWN = Pattern.compile("[\\w.:@+/*-]{1,200}");

  private final StatedModelReader entries;

  ConfigReader(StatedModelReader entries) {
    this.entries = entries;
  }

  /** The entries that can be served, and the keys beside them. */
  record Config(List<StatedModel> entries, List<UnsupportedSettings> notTakenOver) {}

  /**
   * Reads all of it; what is wrong with an entry is added to the problems.
   *
   * @throws InvalidField if there is no entry, or there are too many
   */
  Config read(JsonNode root, ImportProblems problems) {
    if (!(root instanceof ObjectNode config)) {
      throw new InvalidField(
          "body", "must be an object with model_list, as LiteLLM's config.yaml is");
    }
    if (config.has(LIST)) {
      return new Config(listed(config.get(LIST), problems), beside(config));
    }
    if (config.isEmpty()
        || config
            .propertyStream()
            .map(Map.Entry::getKey)
            .anyMatch(UnsupportedSettings::isSection)) {
      throw new InvalidField(LIST, "is required: it holds the models");
    }
    return new Config(registered(config, problems), List.of());
  }

  private List<StatedModel> listed(JsonNode list, ImportProblems problems) {
    if (!list.isArray()) {
      throw new InvalidField(LIST, "must be a list of objects");
    }
    checkSize(LIST, list);
    var stated = new ArrayList<StatedModel>();
    for (var i = 0; i < list.size(); i++) {
      entries.listed(LIST + '[' + i + ']', list.get(i), problems).ifPresent(stated::add);
    }
    return stated;
  }

  private static List<UnsupportedSettings> beside(ObjectNode config) {
    return config
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !key.equals(LIST))
        .map(UnsupportedSettings::section)
        .distinct()
        .limit(MOST)
        .toList();
  }

  private List<StatedModel> registered(ObjectNode models, ImportProblems problems) {
    checkSize("body", models);
    var stated = new ArrayList<StatedModel>();
    models
        .properties()
        .forEach(
            model -> {
              if (SHOWN.matcher(model.getKey()).matches()) {
                entries
                    .registered(model.getKey(), model.getValue(), problems)
                    .ifPresent(stated::add);
              } else {
                problems.add(
                    "body",
                    "a key of a strange name",
                    "must be a model's name such as wandb/openai/gpt-oss-120b");
              }
            });
    return stated;
  }

  private static void checkSize(String field, JsonNode models) {
    if (models.size() > MOST) {
      throw new InvalidField(field, "must hold at most " + MOST + " models; send them in parts");
    }
  }
}
