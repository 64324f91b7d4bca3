package dev.ziggurat.litellm;

import dev.ziggurat.models.ServedModelCheck;

/** Checks the names of an entry: the model's id at the provider, and {@code model_name}. */
final class NameCheck {

  private static final String NAME = "model_name";
  private static final String MODEL = "model";
  private static final String ALL = "*";

  private NameCheck() {}

  /** Checks the model's id at the provider. */
  static void modelId(ServingProvider served, ConfigSection params) {
    if (isWildcard(served)) {
      if (!served.models().getLast().equals(ALL)) {
        params.problem(
            MODEL,
            "has an unsupported wildcard: only provider/* is supported; list the models instead");
      }
    } else if (!ServedModelCheck.NAME.matcher(served.models().getLast()).matches()) {
      params.problem(
          MODEL, "must be a provider and a model's name, such as wandb/openai/gpt-oss-120b");
    }
  }

  /** Checks the name that client programs use. */
  static void modelName(
      ProviderNames names, String name, ServingProvider served, ConfigSection entry) {
    if (isWildcard(served)) {
      if (!isWildcardOf(names, name, served)) {
        entry.problem(NAME, "cannot rename all models of a provider: use one entry per model");
      }
    } else if (!ServedModelCheck.NAME.matcher(name).matches()) {
      entry.problem(
          NAME,
          "must be made of letters, digits and any of . : @ + - _ with slashes between, at most 200");
    } else if (ServedModelCheck.isReserved(name)) {
      entry.problem(
          NAME,
          "is reserved: auto is the model that the admin chose, wandb-artifact: a fine-tuned model");
    }
  }

  private static boolean isWildcard(ServingProvider served) {
    return served.models().getLast().contains(ALL);
  }

  private static boolean isWildcardOf(ProviderNames names, String name, ServingProvider served) {
    return name.equals(ALL)
        || name.endsWith("/*")
            && names.prefixOf(name).filter(served.provider()::equals).isPresent();
  }
}
