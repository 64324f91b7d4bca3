package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.settings.AddedProvider;
import dev.ziggurat.settings.ProviderRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses the definition of an added provider from a request body. */
final class ProviderBody {

  private static final int MAX_NAME = 80;
  private static final int MAX_ADDRESS = 300;
  private static final int MAX_VARIABLE = 100;
  private static final int MAX_FIELDS = 100;

  private static final Pattern PROJECT = Pattern.compile("[!-~]{1,200}");
  private static final Pattern FIELD = Pattern.compile(ProviderRules.FIELD);

  private static final String ID = "id";
  private static final List<String> REPLACEABLE =
      List.of(
          "name",
          "apiBase",
          "keyVariable",
          "defaultModel",
          "project",
          "maxTokensField",
          "answerFormat",
          "streamUsage",
          "unknownFields",
          "responses");

  private ProviderBody() {}

  /**
   * The id of a new provider.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   */
  static Provider id(JsonNode json) {
    var id = Body.of(json, with(ID)).line(ID, MAX_NAME);
    return new Provider(checked(id, ProviderRules::idFault).required());
  }

  /**
   * The definition of the provider with this id.
   *
   * @param others the other providers
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   */
  static AddedProvider read(JsonNode json, boolean isNew, Provider provider, Providers others) {
    var body = Body.of(json, isNew ? with(ID) : REPLACEABLE);
    var base = checked(body.line("apiBase", MAX_ADDRESS), ProviderRules::baseFault).required();
    var variable = body.line("keyVariable", MAX_VARIABLE);
    var named = variable.value().orElseGet(() -> ProviderRules.usualKeyVariable(provider));
    ProviderRules.keyVariableFault(named, base, others.definitions())
        .ifPresent(
            fault -> {
              throw variable.wrong(fault);
            });
    return new AddedProvider(
        body.line("name", MAX_NAME).orElse(provider.id()),
        base,
        named,
        ServedModelCheck.in(body, "defaultModel").required(),
        body.word("project", PROJECT).orElse(null),
        body.oneOf("maxTokensField", ids(MaxTokensField.values(), MaxTokensField::id))
            .map(id -> byId(MaxTokensField.values(), MaxTokensField::id, id))
            .orElse(MaxTokensField.MAX_TOKENS),
        body.oneOf("answerFormat", ids(AnswerFormat.values(), AnswerFormat::id))
            .map(id -> byId(AnswerFormat.values(), AnswerFormat::id, id))
            .orElse(AnswerFormat.JSON_SCHEMA),
        body.flag("streamUsage").orElse(true),
        unknownFields(body),
        body.flag("responses").orElse(false));
  }

  private static Set<String> unknownFields(Body body) {
    var fields = body.words("unknownFields", MAX_FIELDS, FIELD);
    for (var field : fields.orElse(List.of())) {
      ProviderRules.unknownFieldFault(field)
          .ifPresent(
              fault -> {
                throw fields.wrong(fault);
              });
    }
    return fields.value().<Set<String>>map(Set::copyOf).orElseGet(Providers::vendorSpecificFields);
  }

  private static FieldValue<String> checked(
      FieldValue<String> field, Function<String, Optional<String>> check) {
    field
        .value()
        .flatMap(check)
        .ifPresent(
            fault -> {
              throw field.wrong(fault);
            });
    return field;
  }

  private static List<String> with(String field) {
    return Stream.concat(Stream.of(field), REPLACEABLE.stream()).toList();
  }

  private static <T> List<String> ids(T[] values, Function<T, String> id) {
    return Stream.of(values).map(id).toList();
  }

  private static <T> T byId(T[] values, Function<T, String> id, String wanted) {
    return Stream.of(values)
        .filter(each -> id.apply(each).equals(wanted))
        .findFirst()
        .orElseThrow();
  }
}
