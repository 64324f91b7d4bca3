package dev.ziggurat.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Access;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.WireFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.Set;

/**
 * A further provider that speaks OpenAI's chat completions, as it is written: in the configuration,
 * in the table of settings and in the API. Its key is never written, only the name of the variable
 * that holds it.
 *
 * @param name the name a person reads
 * @param apiBase where it is asked, without {@code /chat/completions}
 * @param keyVariable the environment variable that holds its key
 * @param defaultModel the model asked for when nobody chose one
 * @param project sent as {@code OpenAI-Project}; null for none
 * @param maxTokensField what it calls the output budget
 * @param answerFormat to what its answers can be held at most
 * @param streamUsage whether a stream of it can be asked to end with the tokens it took
 * @param unknownFields of requests, which are left out
 * @param responses whether it serves the Responses API too, so that requests of that API are passed
 *     on to it
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddedProvider(
    String name,
    String apiBase,
    String keyVariable,
    String defaultModel,
    String project,
    MaxTokensField maxTokensField,
    AnswerFormat answerFormat,
    boolean streamUsage,
    Set<String> unknownFields,
    boolean responses) {

  /** What it is, under this id. */
  public ProviderDefinition definition(String id, Origin origin) {
    return new ProviderDefinition(
        new Provider(id),
        name,
        id,
        origin,
        new Access(
            apiBase.strip().replaceAll("/+$", ""),
            keyVariable,
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(project)),
        WireFormat.OPENAI,
        defaultModel,
        new Deviations(maxTokensField, answerFormat, streamUsage, unknownFields, true),
        responses ? Set.of(Api.RESPONSES) : Set.of());
  }

  /** What was written of a provider that is not built in. */
  public static AddedProvider of(ProviderDefinition definition) {
    var access = definition.access();
    var deviations = definition.deviations();
    return new AddedProvider(
        definition.name(),
        access.base(),
        access.keyVariable(),
        definition.defaultModel(),
        access.project().orElse(null),
        deviations.maxTokensField(),
        deviations.strictestFormat(),
        deviations.streamUsage(),
        deviations.unknownFields(),
        definition.ownApis().contains(Api.RESPONSES));
  }
}
