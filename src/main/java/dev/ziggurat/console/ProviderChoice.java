package dev.ziggurat.console;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.AiModels;
import dev.ziggurat.models.ListedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A provider with its model choice.
 *
 * @param usable whether it can be called, real or simulated
 * @param names of its models
 */
public record ProviderChoice(
    ProviderStatus stand,
    AiModels.Choice choice,
    AiModels.Health health,
    AiModels.Key key,
    boolean usable,
    List<String> names) {

  /** All providers in the order of the chain. */
  static List<ProviderChoice> all(AiModels models, List<ListedModel> catalogue) {
    return ProviderStatus.all(models, Optional.empty()).stream()
        .map(stand -> of(stand, models, catalogue))
        .toList();
  }

  private static ProviderChoice of(
      ProviderStatus stand, AiModels models, List<ListedModel> catalogue) {
    var provider = Provider.byId(stand.id()).orElseThrow();
    var known =
        catalogue.stream()
            .filter(model -> model.provider().equals(stand.id()) && model.answers())
            .map(ListedModel::id);
    var listed =
        provider == Provider.WANDB
            ? models.wandbModels().stream().map(AiModels.WandbModel::id)
            : Stream.<String>empty();
    return new ProviderChoice(
        stand,
        models.settings().providers().get(provider),
        models.health().get(provider),
        models.keys().get(provider),
        models.providers().get(provider),
        Stream.concat(known, listed).distinct().sorted().toList());
  }
}
