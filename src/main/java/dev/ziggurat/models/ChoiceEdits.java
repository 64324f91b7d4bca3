package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.ledger.SpendCapReader;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.settings.ProviderBudget;
import dev.ziggurat.settings.ProviderRules;
import dev.ziggurat.settings.SettingsView.Choice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The changes that a request asks for: for each provider its model and whether it is enabled, each
 * unchanged, cleared or set; and the order of the chain.
 */
final class ChoiceEdits {

  private static final String MODEL = "model";
  private static final String ENABLED = "enabled";
  private static final String WANDB_MODEL = "wandbModel";
  private static final String WANDB_ENABLED = "wandbEnabled";
  private static final String PROVIDERS = "providers";
  private static final String ORDER = "order";
  private static final String BUDGET = "budget";

  /** Absent. */
  private static final FieldValue<ProviderBudget> NO_BUDGET =
      SpendCapReader.ofProvider(
          Body.of(JsonNodeFactory.instance.objectNode(), List.of(BUDGET)), BUDGET);

  private static final Pattern ID = Pattern.compile(ProviderRules.ID);

  private final Map<Provider, Edit> edits = new HashMap<>();
  private final FieldValue<List<Provider>> order;

  /** The changes for one provider. */
  record Edit(
      FieldValue<String> model, FieldValue<Boolean> enabled, FieldValue<ProviderBudget> budget) {}

  private ChoiceEdits(FieldValue<List<Provider>> order) {
    this.order = order;
  }

  /**
   * Reads {@code {wandbModel?, wandbEnabled?, order?, providers?: {groq: {model?, enabled?,
   * budget?}, …}}}.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   */
  static ChoiceEdits read(JsonNode sent, Providers known) {
    var body = Body.of(sent, List.of(WANDB_MODEL, WANDB_ENABLED, ORDER, PROVIDERS));
    var edits = new ChoiceEdits(order(body, known));
    notNull(body.object(PROVIDERS, known.ids())).ifPresent(fields -> edits.read(fields, known));
    var model = ServedModelCheck.in(body, WANDB_MODEL);
    var enabled = body.flag(WANDB_ENABLED);
    if (model.isThere() || enabled.isThere()) {
      edits.edits.merge(
          Provider.WANDB,
          new Edit(model, enabled, NO_BUDGET),
          (inner, outer) ->
              new Edit(
                  merge(inner, outer, Edit::model, "providers.wandb.model"),
                  merge(inner, outer, Edit::enabled, "providers.wandb.enabled"),
                  inner.budget()));
    }
    return edits;
  }

  private static FieldValue<List<Provider>> order(Body body, Providers known) {
    var order = body.words(ORDER, known.ids().size(), ID);
    return order.map(
        ids -> {
          if (Set.copyOf(ids).size() < ids.size()) {
            throw order.wrong("must not name a provider twice");
          }
          return ids.stream()
              .map(
                  id ->
                      known
                          .byId(id)
                          .orElseThrow(
                              () ->
                                  order.wrong(
                                      "must be a list of the ids %s; %s is not one of them"
                                          .formatted(known, id))))
              .toList();
        });
  }

  private void read(Body providers, Providers known) {
    for (var provider : known.inOrder()) {
      notNull(providers.object(provider.id(), List.of(MODEL, ENABLED, BUDGET)))
          .ifPresent(
              body ->
                  edits.put(
                      provider,
                      new Edit(
                          ServedModelCheck.in(body, MODEL),
                          body.flag(ENABLED),
                          SpendCapReader.ofProvider(body, BUDGET))));
    }
  }

  /** An object of fields must not be null, because it is unclear which field that would clear. */
  private static Optional<Body> notNull(FieldValue<Body> fields) {
    if (fields.isThere() && fields.value().isEmpty()) {
      throw fields.wrong("must be a JSON object; leave it out to keep it");
    }
    return fields.value();
  }

  private static <T> FieldValue<T> merge(
      Edit inner, Edit outer, Function<Edit, FieldValue<T>> part, String name) {
    var first = part.apply(inner);
    var second = part.apply(outer);
    if (first.isThere() && second.isThere() && !first.value().equals(second.value())) {
      throw second.wrong("contradicts " + name);
    }
    return second.isThere() ? second : first;
  }

  /** The models that are set, by provider. */
  Map<Provider, FieldValue<String>> models() {
    var models = new LinkedHashMap<Provider, FieldValue<String>>();
    edits.forEach(
        (provider, edit) -> {
          if (edit.model().value().isPresent()) {
            models.put(provider, edit.model());
          }
        });
    return models;
  }

  /** The field that enables this provider, if there is one. */
  Optional<FieldValue<Boolean>> enabling(Provider provider, Choice now) {
    return Optional.ofNullable(edits.get(provider))
        .map(Edit::enabled)
        .filter(FieldValue::isThere)
        .filter(enabled -> enabled.value().orElse(!now.enabled()));
  }

  /**
   * The choices with these changes applied; a cleared {@code enabled} becomes true, the default.
   */
  Map<Provider, Choice> over(Map<Provider, Choice> now) {
    var after = new HashMap<>(now);
    edits.forEach(
        (provider, edit) ->
            after.compute(
                provider, (_, choice) -> changed(edit, choice == null ? Choice.NONE : choice)));
    if (order.isThere()) {
      after.replaceAll((_, choice) -> choice.at(OptionalInt.empty()));
      var position = 1;
      for (var provider : order.orElse(List.of())) {
        var chosen = OptionalInt.of(position++);
        after.compute(provider, (_, choice) -> (choice == null ? Choice.NONE : choice).at(chosen));
      }
    }
    return after;
  }

  private static Choice changed(Edit edit, Choice now) {
    return new Choice(
        edit.model().over(now.model()),
        edit.enabled().isThere() ? edit.enabled().orElse(true) : now.enabled(),
        now.position(),
        edit.budget().isThere() ? edit.budget().orElse(ProviderBudget.NONE) : now.budget());
  }
}
