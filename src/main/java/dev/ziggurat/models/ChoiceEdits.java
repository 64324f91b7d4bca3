package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.SettingsView.Choice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a caller wants to be different: for each provider its model and whether it is enabled,
 * either left as it is, cleared, or set.
 */
final class ChoiceEdits {

  private static final String MODEL = "model";
  private static final String ENABLED = "enabled";
  private static final String WANDB_MODEL = "wandbModel";
  private static final String WANDB_ENABLED = "wandbEnabled";
  private static final String PROVIDERS = "providers";

  private final Map<Provider, Edit> edits = new EnumMap<>(Provider.class);

  /** One provider's part. */
  record Edit(FieldValue<String> model, FieldValue<Boolean> enabled) {}

  private ChoiceEdits() {}

  /**
   * Reads {@code {wandbModel?, wandbEnabled?, providers?: {groq: {model?, enabled?}, …}}}.
   *
   * @throws dev.ziggurat.http.InvalidField naming the field at fault
   */
  static ChoiceEdits read(JsonNode sent) {
    var body = Body.of(sent, List.of(WANDB_MODEL, WANDB_ENABLED, PROVIDERS));
    var edits = new ChoiceEdits();
    whole(body.object(PROVIDERS, Stream.of(Provider.values()).map(Provider::id).toList()))
        .ifPresent(edits::read);
    var model = ServedModelCheck.in(body, WANDB_MODEL);
    var enabled = body.flag(WANDB_ENABLED);
    if (model.isThere() || enabled.isThere()) {
      edits.edits.merge(
          Provider.WANDB,
          new Edit(model, enabled),
          (inner, outer) ->
              new Edit(
                  one(inner, outer, Edit::model, "providers.wandb.model"),
                  one(inner, outer, Edit::enabled, "providers.wandb.enabled")));
    }
    return edits;
  }

  private void read(Body providers) {
    for (var provider : Provider.values()) {
      whole(providers.object(provider.id(), List.of(MODEL, ENABLED)))
          .ifPresent(
              body ->
                  edits.put(
                      provider, new Edit(ServedModelCheck.in(body, MODEL), body.flag(ENABLED))));
    }
  }

  /** What holds fields is never null: which of them would be cleared? */
  private static Optional<Body> whole(FieldValue<Body> fields) {
    if (fields.isThere() && fields.value().isEmpty()) {
      throw fields.wrong("must be a JSON object; leave it out to keep it");
    }
    return fields.value();
  }

  private static <T> FieldValue<T> one(
      Edit inner, Edit outer, Function<Edit, FieldValue<T>> part, String name) {
    var one = part.apply(inner);
    var other = part.apply(outer);
    if (one.isThere() && other.isThere() && !one.value().equals(other.value())) {
      throw other.wrong("contradicts " + name);
    }
    return other.isThere() ? other : one;
  }

  /** The models that are named, by provider. */
  Map<Provider, FieldValue<String>> models() {
    var models = new EnumMap<Provider, FieldValue<String>>(Provider.class);
    edits.forEach(
        (provider, edit) -> {
          if (edit.model().value().isPresent()) {
            models.put(provider, edit.model());
          }
        });
    return models;
  }

  /** The field by which this provider shall be enabled, if it shall. */
  Optional<FieldValue<Boolean>> enabling(Provider provider, Choice now) {
    return Optional.ofNullable(edits.get(provider))
        .map(Edit::enabled)
        .filter(FieldValue::isThere)
        .filter(enabled -> enabled.value().orElse(!now.enabled()));
  }

  /** The choices as they are after this; a cleared {@code enabled} is what an installation has. */
  Map<Provider, Choice> over(Map<Provider, Choice> now) {
    var after = new EnumMap<>(now);
    edits.forEach(
        (provider, edit) ->
            after.computeIfPresent(
                provider,
                (_, choice) ->
                    new Choice(
                        edit.model().over(choice.model()),
                        edit.enabled().isThere()
                            ? edit.enabled().orElse(true)
                            : choice.enabled())));
    return after;
  }
}
