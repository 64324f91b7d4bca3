package dev.ziggurat.models.prices;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.models.prices.PriceListEntry.Stated;
import dev.ziggurat.models.prices.PriceRow.Key;
import dev.ziggurat.models.prices.PriceSync.GoneModel;
import dev.ziggurat.models.prices.PriceSync.Refusal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a price list changes of the catalogue. Prices that were in force before stay; new ones are
 * rows that begin today. All rows of a tier with the same first day replace the earlier ones
 * together, so what stays the same of a tier is written again with what changes.
 */
final class PriceDifference {

  private static final int MAX_ROWS = 50;
  private static final int MAX_REFUSALS = 500;

  private final LocalDate today;
  private final List<Listing> listings;
  private final Map<String, Listing> byName = new HashMap<>();
  private final List<PriceChange> changed = new ArrayList<>();
  private final List<PriceChange> added = new ArrayList<>();
  private final List<Refusal> refused = new ArrayList<>();
  private final List<ModelEntry> entries = new ArrayList<>();
  private final Map<Listing, PriceListEntry> stated = new LinkedHashMap<>();
  private int notInCatalogue;
  private int unchanged;

  PriceDifference(List<Listing> listings, LocalDate today) {
    this.today = today;
    this.listings = listings;
    for (var listing : listings) {
      listing
          .entry()
          .names()
          .forEach(name -> byName.putIfAbsent(name(listing.entry().provider(), name), listing));
    }
    // An id is never hidden by another model's further name.
    listings.forEach(listing -> byName.put(name(listing), listing));
  }

  private static String name(String provider, String id) {
    return provider + ' ' + id;
  }

  private static String name(Listing listing) {
    return name(listing.entry().provider(), listing.entry().id());
  }

  /** Notes an entry that is wrong. */
  void refuse(String entry, String reason) {
    if (refused.size() < MAX_REFUSALS) {
      refused.add(new Refusal(entry, reason));
    }
  }

  /** Compares the entries of a price list, those that name a model by its id first. */
  void compare(List<PriceListEntry> all) {
    all.stream()
        .sorted(Comparator.comparing((PriceListEntry entry) -> !isId(entry)))
        .forEach(this::compare);
  }

  private boolean isId(PriceListEntry entry) {
    var listing = byName.get(name(entry.provider(), entry.name()));
    return listing != null && listing.entry().id().equals(entry.name());
  }

  private void compare(PriceListEntry entry) {
    var listing = byName.get(name(entry.provider(), entry.name()));
    if (listing == null) {
      notInCatalogue++;
      return;
    }
    var earlier = stated.putIfAbsent(listing, entry);
    if (earlier != null) {
      if (!earlier.rows().equals(entry.rows()) && earlier.name().equals(entry.name())) {
        refuse(entry.name(), "states another price than an earlier entry of the same model");
      }
      return;
    }
    try {
      change(listing.entry(), entry);
    } catch (InvalidPrice incomplete) {
      refuse(entry.name(), incomplete.getMessage());
    }
  }

  private void change(ModelEntry model, PriceListEntry entry) throws InvalidPrice {
    var known = inForce(model);
    var wanted = wanted(known, entry);
    var tiers = new LinkedHashSet<Optional<String>>();
    var changes = new ArrayList<PriceChange>();
    for (var key : union(known.keySet(), wanted.keySet())) {
      var before = Optional.ofNullable(known.get(key));
      var after = Optional.ofNullable(wanted.get(key));
      var same = before.isPresent() && after.isPresent() && before.get().isSameAs(after.get());
      if (!same) {
        tiers.add(key.tier());
        changes.add(
            new PriceChange(
                model.provider(), model.id(), key.tier(), key.abovePromptTokens(), before, after));
      }
    }
    if (changes.isEmpty()) {
      unchanged++;
      return;
    }
    var prices = rows(model, wanted, tiers);
    if (prices.size() > MAX_ROWS) {
      throw new InvalidPrice(
          "prices", "the model would have more than " + MAX_ROWS + " prices: clear old ones first");
    }
    changes.forEach(change -> (change.before().isPresent() ? changed : added).add(change));
    entries.add(model.with(Objects.requireNonNullElse(model.localNames(), List.of()), prices));
  }

  /** All rows of the model, with those of the changed tiers from today on. */
  private List<Price> rows(
      ModelEntry model, Map<Key, PriceRow> wanted, Set<Optional<String>> tiers) {
    var prices = new ArrayList<>(prices(model));
    prices.removeIf(
        price ->
            tiers.contains(Optional.ofNullable(price.tier()))
                && today.toString().equals(price.from()));
    wanted.forEach(
        (key, row) -> {
          if (tiers.contains(key.tier())) {
            prices.add(row.from(key, today));
          }
        });
    return List.copyOf(prices);
  }

  /**
   * The prices that are to be in force: those stated; of a list that states only parts also those
   * known. A tier that a whole list does not state stays, too, because no row can end a tier.
   */
  private static Map<Key, PriceRow> wanted(Map<Key, PriceRow> known, PriceListEntry entry)
      throws InvalidPrice {
    var wanted = new LinkedHashMap<Key, PriceRow>();
    for (var each : entry.rows().entrySet()) {
      wanted.put(each.getKey(), row(each.getKey(), each.getValue(), known, wanted));
    }
    var tiers = entry.rows().keySet().stream().map(Key::tier).toList();
    known.forEach(
        (key, row) -> {
          if (!entry.whole() || !tiers.contains(key.tier())) {
            wanted.putIfAbsent(key, row);
          }
        });
    if (!wanted.containsKey(new Key(Optional.empty(), Optional.empty()))) {
      throw new InvalidPrice("prices", "no price of ordinary calls is known or stated");
    }
    return wanted;
  }

  /** What is not stated is as it is known; for long prompts, else as for short ones. */
  private static PriceRow row(
      Key key, Stated stated, Map<Key, PriceRow> known, Map<Key, PriceRow> wanted)
      throws InvalidPrice {
    var usual =
        Optional.ofNullable(known.get(key))
            .or(
                () ->
                    key.abovePromptTokens().isPresent()
                        ? Optional.ofNullable(wanted.get(new Key(key.tier(), Optional.empty())))
                        : Optional.empty());
    var input = stated.input().or(() -> usual.map(PriceRow::input));
    var output = stated.output().or(() -> usual.map(PriceRow::output));
    if (input.isEmpty() || output.isEmpty()) {
      throw new InvalidPrice(
          input.isEmpty() ? "input" : "output",
          "is required: no price is known yet, and only part of one is stated");
    }
    return new PriceRow(
        input.get(),
        part(stated.cached(), usual, PriceRow::cached, input.get()),
        part(stated.cacheWrite(), usual, PriceRow::cacheWrite, input.get()),
        output.get());
  }

  /** A part that is not stated and was the price of the prompt stays the price of the prompt. */
  private static BigDecimal part(
      Optional<BigDecimal> stated,
      Optional<PriceRow> usual,
      Function<PriceRow, BigDecimal> part,
      BigDecimal input) {
    return stated
        .or(() -> usual.filter(row -> part.apply(row).compareTo(row.input()) != 0).map(part))
        .orElse(input);
  }

  /** The rows in force today: of each tier those with the latest first day. */
  private Map<Key, PriceRow> inForce(ModelEntry model) {
    var latest = new HashMap<Optional<String>, LocalDate>();
    for (var price : prices(model)) {
      if (!firstDay(price).isAfter(today)) {
        latest.merge(
            Optional.ofNullable(price.tier()),
            firstDay(price),
            (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    var rows = new LinkedHashMap<Key, PriceRow>();
    for (var price : prices(model)) {
      if (firstDay(price).equals(latest.get(Optional.ofNullable(price.tier())))) {
        rows.put(Key.of(price), PriceRow.of(price));
      }
    }
    return rows;
  }

  private static List<Price> prices(ModelEntry model) {
    return Objects.requireNonNullElse(model.prices(), List.of());
  }

  private static LocalDate firstDay(Price price) {
    return price.from() == null ? LocalDate.MIN : LocalDate.parse(price.from());
  }

  private static Set<Key> union(Set<Key> one, Set<Key> other) {
    var all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }

  List<PriceChange> changed() {
    return List.copyOf(changed);
  }

  List<PriceChange> added() {
    return List.copyOf(added);
  }

  List<Refusal> refused() {
    return List.copyOf(refused);
  }

  /** The entries of the catalogue that the changes make. */
  List<ModelEntry> entries() {
    return List.copyOf(entries);
  }

  int unchanged() {
    return unchanged;
  }

  int notInCatalogue() {
    return notInCatalogue;
  }

  /** Priced models of the list's providers that the list does not have. */
  List<GoneModel> gone() {
    var providers = stated.keySet().stream().map(each -> each.entry().provider()).toList();
    return listings.stream()
        .filter(listing -> providers.contains(listing.entry().provider()))
        .filter(listing -> !stated.containsKey(listing) && !inForce(listing.entry()).isEmpty())
        .map(listing -> new GoneModel(listing.entry().provider(), listing.entry().id()))
        .toList();
  }
}
