package dev.ziggurat.models;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.http.IfMatch;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * A model of the catalogue.
 *
 * @param provider the provider that serves it: {@code wandb, groq, claude, openai}
 * @param aliases further names that the provider accepts; sent to it unchanged
 * @param localNames further names that callers can use; the provider is sent the id
 * @param contextTokens input and output together; null when unknown
 * @param maxOutputTokens null when unknown
 * @param can its capabilities beyond plain text
 * @param released the day of its release; null when unknown
 * @param shutDown the first day (UTC) on which it is not available; null when none is set
 * @param successor the model of the same provider that replaces it then
 * @param prices empty when unknown
 * @param priceToday today's price for short prompts of the default service tier; null when unknown
 * @param answers whether it is available today
 */
public record ListedModel(
    String provider,
    String id,
    List<String> aliases,
    List<String> localNames,
    Optional<Integer> contextTokens,
    Optional<Integer> maxOutputTokens,
    List<String> can,
    Optional<LocalDate> released,
    Optional<LocalDate> shutDown,
    Optional<String> successor,
    List<Price> prices,
    Optional<Price> priceToday,
    Origin origin,
    boolean answers) {

  /**
   * US dollars per million tokens.
   *
   * @param tier the service tier; null for the default one
   * @param from the first day (UTC); null for as long as the model exists
   * @param abovePromptTokens the price applies to prompts with more tokens; null for all prompts
   */
  @Schema(name = "ModelPrice")
  public record Price(
      Optional<String> tier,
      Optional<LocalDate> from,
      Optional<Long> abovePromptTokens,
      BigDecimal input,
      BigDecimal cached,
      BigDecimal cacheWrite,
      BigDecimal output) {

    private boolean isUsual() {
      return tier.isEmpty() && abovePromptTokens.isEmpty();
    }

    private boolean appliesOn(LocalDate day) {
      return from.filter(day::isBefore).isEmpty();
    }

    private static Price of(ModelEntry.Price price) {
      return new Price(
          Optional.ofNullable(price.tier()),
          Optional.ofNullable(price.from()).map(LocalDate::parse),
          Optional.ofNullable(price.abovePromptTokens()),
          price.input(),
          Optional.ofNullable(price.cached()).orElse(price.input()),
          Optional.ofNullable(price.cacheWrite()).orElse(price.input()),
          price.output());
    }
  }

  /** The answer to the registration of a model: 201 with its address and version. */
  static RestResponse<ListedModel> registered(CatalogueEditor.Outcome outcome, LocalDate today) {
    var model = of(outcome.listing().orElseThrow(), today);
    return RestResponse.ResponseBuilder.<ListedModel>created(
            URI.create("/api/admin/models/" + model.provider() + '/' + model.id()))
        .entity(model)
        .header(HttpHeaders.ETAG, IfMatch.etag(outcome.settings().version()))
        .build();
  }

  static ListedModel of(Listing listing, LocalDate today) {
    var entry = listing.entry();
    var shutDown = Optional.ofNullable(entry.shutDown()).map(LocalDate::parse);
    var prices =
        Optional.ofNullable(entry.prices()).orElse(List.of()).stream().map(Price::of).toList();
    return new ListedModel(
        entry.provider(),
        entry.id(),
        Optional.ofNullable(entry.aliases()).orElse(List.of()),
        Optional.ofNullable(entry.localNames()).orElse(List.of()),
        Optional.ofNullable(entry.contextTokens()),
        Optional.ofNullable(entry.maxOutputTokens()),
        entry.can(),
        Optional.ofNullable(entry.released()).map(LocalDate::parse),
        shutDown,
        Optional.ofNullable(entry.successor()),
        prices,
        prices.stream()
            .filter(price -> price.isUsual() && price.appliesOn(today))
            .max(Comparator.comparing(price -> price.from().orElse(LocalDate.MIN))),
        listing.origin(),
        shutDown.filter(day -> !today.isBefore(day)).isEmpty());
  }
}
