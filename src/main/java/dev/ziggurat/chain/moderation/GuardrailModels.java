package dev.ziggurat.chain.moderation;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.catalogue.OfferNames;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.http.InvalidField;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;

/** The models that guardrails name. */
@Singleton
public class GuardrailModels {

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final OfferNames offerNames;

  GuardrailModels(Catalogue catalogue, NearMatches nearMatches, OfferNames offerNames) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.offerNames = offerNames;
  }

  /**
   * Checks that the catalogue has them.
   *
   * @return the same list
   * @throws InvalidField naming the first that it has not
   */
  public GuardrailList checked(GuardrailList list) {
    for (var i = 0; i < list.all().size(); i++) {
      var at = "%s[%d]".formatted(GuardrailReader.FIELD, i);
      switch (list.all().get(i)) {
        case Guardrail.AllowList allowed ->
            allowed.models().orElse(List.of()).forEach(name -> check(at + ".models", name));
        case Guardrail.Moderation moderation -> check(at + ".model", moderation.model());
        default -> {
          // It names none.
        }
      }
    }
    return list;
  }

  private void check(String field, String name) {
    if (catalogue.resolve(name).isEmpty()) {
      var near = nearMatches.of(name);
      throw new InvalidField(
          field,
          "%s is not in the catalogue%s"
              .formatted(
                  name, near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
    }
  }

  /** Which models a call under these guardrails may use. */
  public Predicate<Offer> allowed(GuardrailList list) {
    if (list.all().isEmpty()) {
      return _ -> true;
    }
    return list.all().stream()
        .filter(Guardrail.AllowList.class::isInstance)
        .map(allowed -> allowed((Guardrail.AllowList) allowed))
        .reduce(_ -> true, Predicate::and);
  }

  /** Which models this guardrail allows. */
  public Predicate<Offer> allowed(Guardrail.AllowList guardrail) {
    return guardrail.models().map(offerNames::among).orElse(_ -> true);
  }
}
