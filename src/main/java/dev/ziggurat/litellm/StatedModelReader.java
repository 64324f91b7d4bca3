package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Parses one entry, of {@code model_list} or of the argument of {@code register_model}. */
@Singleton
class StatedModelReader {

  private static final String MODEL = "model";
  private static final String PARAMS = "litellm_params";
  private static final Set<String> MODES = Set.of("chat", CapabilityReader.EMBEDDING);

  private final ServingProviderReader reader;
  private final ProviderNames names;

  StatedModelReader(ServingProviderReader reader, ProviderNames names) {
    this.reader = reader;
    this.names = names;
  }

  /** Parses an entry of {@code model_list}; empty if it is invalid, with the errors in problems. */
  Optional<StatedModel> listed(String place, JsonNode node, ImportProblems problems) {
    if (!node.isObject()) {
      problems.add(place, "entry", "must be an object with model_name and litellm_params");
      return Optional.empty();
    }
    var entry = new ConfigSection(place, "", node, problems);
    var name = entry.required("model_name");
    var params = entry.section(PARAMS, true);
    var info = entry.section("model_info", false);
    if (!node.path(PARAMS).isObject()) {
      return Optional.empty();
    }
    return params
        .required(MODEL)
        .flatMap(model -> read(entry, name, model, params, info, problems))
        .filter(_ -> name.isPresent());
  }

  /** Parses an entry of {@code register_model}: a model name and its facts. */
  Optional<StatedModel> registered(String model, JsonNode node, ImportProblems problems) {
    if (!node.isObject()) {
      problems.add(model, "entry", "must be an object, as in litellm.register_model");
      return Optional.empty();
    }
    var none = new ConfigSection(model, "", JsonNodeFactory.instance.objectNode(), problems);
    var info = new ConfigSection(model, "", node, problems);
    return read(none, Optional.empty(), model, none, info, problems);
  }

  private Optional<StatedModel> read(
      ConfigSection entry,
      Optional<String> name,
      String model,
      ConfigSection params,
      ConfigSection info,
      ImportProblems problems) {
    var problemsBefore = problems.count();
    var key = params.secret("api_key");
    var base = params.text("api_base");
    var served = reader.read(model, base, params, info);
    var prices = LiteLlmPriceReader.read(params, info);
    var context = info.tokens("max_input_tokens");
    var either = info.tokens("max_tokens");
    var output = info.tokens("max_output_tokens").or(() -> either);
    var capabilities =
        served.map(ServingProvider::provider).map(serving -> CapabilityReader.read(serving, info));
    checkMode(info);
    served.ifPresent(known -> NameCheck.modelId(known, params));
    served.ifPresent(
        known -> name.ifPresent(called -> NameCheck.modelName(names, called, known, entry)));
    if (served.isEmpty() || problems.count() > problemsBefore) {
      return Optional.empty();
    }
    var provider = names.providers().get(served.get().provider());
    var notes =
        Stream.of(
                EnvironmentReference.ofKey(key, provider),
                EnvironmentReference.ofBase(base, provider),
                name.flatMap(called -> nameOfAnother(called, served.get().provider())),
                UnsupportedSettings.fields(
                    Stream.of(entry, params, info).flatMap(ConfigSection::unread).toList()))
            .flatMap(Optional::stream)
            .toList();
    return Optional.of(
        new StatedModel(
            entry.place(), name, served.get(), context, output, capabilities.get(), prices, notes));
  }

  /** A name such as {@code openai/gpt-4o-mini} for a model of another provider. */
  private Optional<String> nameOfAnother(String name, Provider serving) {
    return names
        .prefixOf(name)
        .filter(prefix -> !prefix.equals(serving))
        .map(
            prefix ->
                "the name %s reads like a model of %s, but now means this one of %s"
                    .formatted(name, prefix.id(), serving.id()));
  }

  private static void checkMode(ConfigSection info) {
    if (info.text("mode").filter(mode -> !MODES.contains(mode)).isPresent()) {
      info.problem(
          "mode", "must be chat or embedding: other modes are not supported; remove the entry");
    }
  }
}
