package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.Providers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The providers that an installation has before an admin changes anything: built in or configured.
 */
@Singleton
public class ConfiguredProviders {

  private static final String ADDED = "ziggurat.settings.added.";
  private static final String ORDER = "ziggurat.settings.order";

  private final Providers all;

  @Inject
  ConfiguredProviders(SettingsConfig config) {
    this(config.added(), config.order());
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException naming the setting at fault
   */
  ConfiguredProviders(Map<String, SettingsConfig.Added> added, Optional<List<String>> order) {
    if (added.size() > ProviderRules.MAX_ADDED) {
      throw new IllegalArgumentException(
          ADDED + "*: at most %d providers can be added".formatted(ProviderRules.MAX_ADDED));
    }
    var definitions = new ArrayList<>(Providers.builtIn().definitions());
    added.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> definitions.add(read(entry.getKey(), entry.getValue(), definitions)));
    this.all = ordered(new Providers(definitions), order.orElse(List.of()));
  }

  private static ProviderDefinition read(
      String id, SettingsConfig.Added added, List<ProviderDefinition> others) {
    var at = ADDED + id;
    refuse(at, ProviderRules.idFault(id));
    refuse(at + ".api-base", ProviderRules.baseFault(added.apiBase()));
    var variable =
        added.keyVariable().orElseGet(() -> ProviderRules.usualKeyVariable(new Provider(id)));
    refuse(
        at + ".key-variable",
        ProviderRules.keyVariableFault(variable, added.apiBase(), List.copyOf(others)));
    var unknown = added.unknownFields().orElseGet(Providers::vendorSpecificFields);
    unknown.forEach(
        field -> refuse(at + ".unknown-fields", ProviderRules.unknownFieldFault(field)));
    return new AddedProvider(
            added.name().orElse(id),
            added.apiBase(),
            variable,
            added.defaultModel(),
            added.project().orElse(null),
            added.maxTokensField(),
            added.answerFormat(),
            added.streamUsage(),
            Set.copyOf(unknown),
            added.responses())
        .definition(id, Origin.CONFIGURED);
  }

  private static void refuse(String setting, Optional<String> fault) {
    fault.ifPresent(
        what -> {
          throw new IllegalArgumentException(setting + ": " + what);
        });
  }

  private static Providers ordered(Providers all, List<String> order) {
    var named = new ArrayList<Provider>();
    for (var id : order) {
      named.add(
          all.byId(id.strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s: there is no provider '%s', only %s".formatted(ORDER, id, all))));
    }
    return all.inOrder(named);
  }

  /** In the configured order. */
  public Providers all() {
    return all;
  }

  /**
   * Together with those that admins added, in the order they chose.
   *
   * @param first the providers that come first, in this order
   */
  Providers with(Stream<ProviderDefinition> added, List<Provider> first) {
    return all.and(added.toList()).inOrder(first);
  }
}
