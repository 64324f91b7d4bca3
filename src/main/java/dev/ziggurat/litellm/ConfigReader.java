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
 * Parses a LiteLLM proxy configuration, or the argument of {@code litellm.register_model}: an
 * object of models by name, without {@code model_list}.
 */
@Singleton
class ConfigReader {

  private static final String LIST = "model_list";
  private static final int MAX_MODELS = 500;
  private static final Pattern PRINTABLE = Pattern.compile("[\\w.:@+/*-]{1,200}");

  private final StatedModelReader entries;

  ConfigReader(StatedModelReader entries) {
    this.entries = entries;
  }

  /** The valid entries, and the settings that are not imported. */
  record Config(List<StatedModel> entries, List<UnsupportedSettings> notTakenOver) {}

  /**
   * Parses the configuration; errors of entries are added to the problems.
   *
   * @throws InvalidField if there is no entry, or there are too many
   */
  Config read(JsonNode root, ImportProblems problems) {
    if (!(root instanceof ObjectNode config)) {
      throw new InvalidField(
          "body", "must be an object with model_list, as LiteLLM's config.yaml is");
    }
    if (config.has(LIST)) {
      return new Config(listed(config.get(LIST), problems), otherSettings(config));
    }
    if (config.isEmpty()
        || config
            .propertyStream()
            .map(Map.Entry::getKey)
            .anyMatch(UnsupportedSettings::isSection)) {
      throw new InvalidField(LIST, "is required: the list of models");
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

  private static List<UnsupportedSettings> otherSettings(ObjectNode config) {
    return config
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !key.equals(LIST))
        .map(UnsupportedSettings::section)
        .distinct()
        .limit(MAX_MODELS)
        .toList();
  }

  private List<StatedModel> registered(ObjectNode models, ImportProblems problems) {
    checkSize("body", models);
    var stated = new ArrayList<StatedModel>();
    models
        .properties()
        .forEach(
            model -> {
              if (PRINTABLE.matcher(model.getKey()).matches()) {
                entries
                    .registered(model.getKey(), model.getValue(), problems)
                    .ifPresent(stated::add);
              } else {
                problems.add(
                    "body",
                    "a key with an unusual name",
                    "must be a model's name such as wandb/openai/gpt-oss-120b");
              }
            });
    return stated;
  }

  private static void checkSize(String field, JsonNode models) {
    if (models.size() > MAX_MODELS) {
      throw new InvalidField(
          field, "must have at most " + MAX_MODELS + " models; send them in parts");
    }
  }
}
