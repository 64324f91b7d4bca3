package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One difference between a version of the settings and the one before.
 *
 * @param field such as {@code wandb.model}, {@code groq.enabled}; for a change of the catalogue the
 *     model, as {@code models/wandb/openai/gpt-oss-120b}
 * @param from what it was; empty for nothing
 * @param to what it is now; empty for nothing
 */
@RegisterForReflection
public record SettingsChange(String field, Optional<String> from, Optional<String> to) {

  /** What two sets of choices differ in, in the order of the chain. */
  public static List<SettingsChange> between(
      Map<Provider, SettingsView.Choice> before, Map<Provider, SettingsView.Choice> after) {
    var changes = new ArrayList<SettingsChange>();
    for (var provider : Provider.values()) {
      var was = before.get(provider);
      var is = after.get(provider);
      if (!Objects.equals(was.model(), is.model())) {
        changes.add(new SettingsChange(provider.id() + ".model", was.model(), is.model()));
      }
      if (was.enabled() != is.enabled()) {
        changes.add(
            new SettingsChange(
                provider.id() + ".enabled",
                Optional.of(Boolean.toString(was.enabled())),
                Optional.of(Boolean.toString(is.enabled()))));
      }
    }
    return List.copyOf(changes);
  }
}
