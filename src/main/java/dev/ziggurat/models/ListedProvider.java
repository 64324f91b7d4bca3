package dev.ziggurat.models;

import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.settings.SettingsView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A provider.
 *
 * @param place position in the chain, from 1
 * @param origin {@code built-in, configured} or {@code added}; only added ones can be changed by
 *     this API
 * @param apiBase its base URL, unless the environment overrides it
 * @param keyVariable the environment variable that holds its key
 * @param usable whether it can be called: it has a key, or is simulated
 * @param enabled whether the chain may call it
 * @param wire {@code openai} or {@code claude}
 * @param defaultModel the model that is used when none is chosen
 * @param project the value of the header {@code OpenAI-Project}; null for none
 * @param unknownFields request fields that it does not accept; they are dropped
 * @param responses whether it serves the Responses API too
 */
@Schema(name = "Provider")
public record ListedProvider(
    String id,
    String name,
    int place,
    String origin,
    String apiBase,
    String keyVariable,
    boolean usable,
    boolean enabled,
    String wire,
    String defaultModel,
    Optional<String> project,
    String maxTokensField,
    String answerFormat,
    boolean streamUsage,
    List<String> unknownFields,
    boolean responses) {

  static ListedProvider of(ProviderDefinition definition, boolean usable, SettingsView view) {
    var deviations = definition.deviations();
    return new ListedProvider(
        definition.id(),
        definition.name(),
        view.providers().before(definition.provider()).size() + 1,
        definition.origin().id(),
        definition.access().base(),
        definition.access().keyVariable(),
        usable,
        view.enabled(definition.provider()),
        definition.wire().name().toLowerCase(Locale.ROOT),
        definition.defaultModel(),
        definition.access().project(),
        deviations.maxTokensField().id(),
        deviations.strictestFormat().id(),
        deviations.streamUsage(),
        deviations.unknownFields().stream().sorted().toList(),
        definition.ownApis().contains(Api.RESPONSES));
  }
}
