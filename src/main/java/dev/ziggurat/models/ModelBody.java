package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses a new model, or changes to a model, from a request body. */
final class ModelBody {

  private static final int MAX_ALIASES = 20;
  private static final int MAX_LOCAL_NAMES = ServedModelCheck.MAX_LOCAL;
  private static final int MAX_PRICES = 50;
  private static final long MAX_TOKENS = 100_000_000;
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000);
  private static final int DECIMALS = 6;

  private static final String PROVIDER = "provider";
  private static final String ID = "id";
  private static final List<String> CHANGEABLE =
      List.of(
          "aliases",
          "localNames",
          "contextTokens",
          "maxOutputTokens",
          "can",
          "released",
          "shutDown",
          "successor",
          "prices");
  private static final List<String> ALL =
      Stream.concat(Stream.of(PROVIDER, ID), CHANGEABLE.stream()).toList();
  private static final List<String> PRICE_FIELDS =
      List.of("tier", "from", "abovePromptTokens", "input", "cached", "cacheWrite", "output");

  private static final Pattern CAPABILITY =
      Pattern.compile(
          Stream.of(Capability.values()).map(Capability::name).collect(Collectors.joining("|")));

  private ModelBody() {}

  /** A new model; prices without {@code from} always apply. */
  static ModelEntry read(JsonNode json, Providers providers) {
    var body = Body.of(json, ALL);
    var provider = body.oneOf(PROVIDER, providers.ids()).required();
    var id = ServedModelCheck.in(body, ID).required();
    var empty = ModelEntry.unknown(new Provider(provider), id);
    return changed(body, empty, Optional.empty());
  }

  /**
   * Applies a change to a model. New prices are added to the known ones, so that past days keep
   * their price.
   *
   * @param today the default of {@code from} for new prices
   */
  static ModelEntry change(JsonNode json, ModelEntry current, LocalDate today) {
    return changed(Body.of(json, CHANGEABLE), current, Optional.of(today));
  }

  private static ModelEntry changed(Body body, ModelEntry current, Optional<LocalDate> today) {
    return new ModelEntry(
        current.provider(),
        current.id(),
        body.words("aliases", MAX_ALIASES, ServedModelCheck.NAME)
            .over(Optional.ofNullable(current.aliases()))
            .orElse(List.of()),
        body.words("localNames", MAX_LOCAL_NAMES, ServedModelCheck.NAME)
            .over(Optional.ofNullable(current.localNames()))
            .filter(names -> !names.isEmpty())
            .orElse(null),
        tokens(body, "contextTokens", current.contextTokens()),
        tokens(body, "maxOutputTokens", current.maxOutputTokens()),
        body.words("can", Capability.values().length, CAPABILITY)
            .over(Optional.of(current.can()))
            .orElse(List.of()),
        day(body, "released").over(Optional.ofNullable(current.released())).orElse(null),
        day(body, "shutDown").over(Optional.ofNullable(current.shutDown())).orElse(null),
        ServedModelCheck.in(body, "successor")
            .over(Optional.ofNullable(current.successor()))
            .orElse(null),
        prices(body, current, today));
  }

  private static Integer tokens(Body body, String field, Integer current) {
    return body.number(field, 1, MAX_TOKENS)
        .map(Long::intValue)
        .over(Optional.ofNullable(current))
        .orElse(null);
  }

  private static FieldValue<String> day(Body body, String field) {
    var day = body.line(field, "2026-08-16".length());
    return day.map(
        text -> {
          try {
            return LocalDate.parse(text).toString();
          } catch (DateTimeParseException malformed) {
            throw day.wrong("must be a day such as 2026-08-16");
          }
        });
  }

  private static List<Price> prices(Body body, ModelEntry current, Optional<LocalDate> today) {
    var known = Optional.ofNullable(current.prices()).orElse(List.of());
    var given = body.objects("prices", MAX_PRICES, PRICE_FIELDS);
    if (!given.isThere()) {
      return known;
    }
    if (given.value().isEmpty()) {
      return List.of();
    }
    var added = given.value().get().stream().map(row -> price(row, today)).toList();
    var prices = new ArrayList<>(known);
    prices.removeIf(old -> added.stream().anyMatch(price -> isSameRow(old, price)));
    prices.addAll(added);
    if (prices.size() > MAX_PRICES) {
      throw given.wrong("a model has at most " + MAX_PRICES + " prices; null clears them");
    }
    added.forEach(price -> checkLongPrompts(price, prices, given));
    return prices;
  }

  /**
   * All prices of a tier with the same first day replace the earlier ones together. So a new price
   * for short prompts alone would remove the earlier price for long prompts.
   */
  private static void checkLongPrompts(Price added, List<Price> all, FieldValue<List<Body>> given) {
    var ofTier = all.stream().filter(price -> Objects.equals(price.tier(), added.tier())).toList();
    var before =
        ofTier.stream()
            .map(ModelBody::firstDay)
            .filter(firstDay(added)::isAfter)
            .max(Comparator.naturalOrder());
    if (before.isPresent()
        && hasLongPrompts(before.get(), ofTier)
        && !hasLongPrompts(firstDay(added), ofTier)) {
      throw given.wrong(
          "long prompts have a separate price, which would end on %s: add a row with abovePromptTokens for that day, too"
              .formatted(added.from()));
    }
  }

  private static boolean hasLongPrompts(LocalDate day, List<Price> all) {
    return all.stream()
        .anyMatch(price -> price.abovePromptTokens() != null && firstDay(price).equals(day));
  }

  private static LocalDate firstDay(Price price) {
    return price.from() == null ? LocalDate.MIN : LocalDate.parse(price.from());
  }

  private static Price price(Body row, Optional<LocalDate> today) {
    var from = day(row, "from");
    return new Price(
        tier(row).filter(tier -> !tier.isDefault()).map(ServiceTier::name).orElse(null),
        from.isThere() ? from.value().orElse(null) : today.map(LocalDate::toString).orElse(null),
        row.number("abovePromptTokens", 1, MAX_TOKENS).value().orElse(null),
        dollars(row, "input").required(),
        dollars(row, "cached").value().orElse(null),
        dollars(row, "cacheWrite").value().orElse(null),
        dollars(row, "output").required());
  }

  private static Optional<ServiceTier> tier(Body row) {
    var tier = row.line("tier", ServiceTier.MAX_NAME);
    if (tier.value().filter(name -> !ServiceTier.NAME.matcher(name).matches()).isPresent()) {
      throw tier.wrong("must be a service tier such as flex or priority");
    }
    return tier.value().map(ServiceTier::of);
  }

  private static FieldValue<BigDecimal> dollars(Body row, String field) {
    return row.decimal(field, BigDecimal.ZERO, MAX_PRICE, DECIMALS);
  }

  private static boolean isSameRow(Price one, Price other) {
    return Objects.equals(one.tier(), other.tier())
        && Objects.equals(one.from(), other.from())
        && Objects.equals(one.abovePromptTokens(), other.abovePromptTokens());
  }
}
