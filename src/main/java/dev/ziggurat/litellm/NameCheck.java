package dev.ziggurat.litellm;

import dev.ziggurat.models.ServedModelCheck;

/** Checks what programs call a model, and what its provider does. */
final class NameCheck {

  private static final String NAME = "model_name";
  private static final String MODEL = "model";
  private static final String ALL = "*";

  private NameCheck() {}

  /** The model's own name, where there is no other. */
  static void model(ServingProvider served, ConfigSection params) {
    if (isWildcard(served)) {
      if (!served.models().getLast().equals(ALL)) {
        params.wrong(MODEL, "holds a pattern: only provider/* is known; write the models out");
      }
    } else if (!ServedModelCheck.NAME.matcher(served.models().getLast()).matches()) {
      params.wrong(
          MODEL, "must be a model's name behind its provider, as wandb/openai/gpt-oss-120b");
    }
  }

  /** What programs call it. */
  static void called(
      ProviderNames names, String name, ServingProvider served, ConfigSection entry) {
    if (isWildcard(served)) {
      if (!isWildcardOf(names, name, served)) {
        entry.wrong(
            NAME, "is another name for all models of a provider: write them out, one to an entry");
      }
    } else if (!ServedModelCheck.NAME.matcher(name).matches()) {
      entry.wrong(
          NAME,
          "must be made of letters, digits and any of . : @ + - _ with slashes between, at most 200");
    } else if (ServedModelCheck.isReserved(name)) {
      entry.wrong(
          NAME,
          "means something else here: auto is what the admin chose, wandb-artifact: a fine-tuned model");
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
