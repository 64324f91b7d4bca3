package dev.ziggurat.models.prices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.db.Database;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes differences to price lists, keeps them for a while, and applies one that is confirmed. */
@Singleton
class PriceSyncs {

  private static final int MAX_KEPT = 20;
  private static final TypeReference<List<ModelEntry>> ENTRIES = new TypeReference<>() {};

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final PriceSyncConfig config;
  private final Audit audit;
  private final ObjectMapper json;
  private final InstantSource time;

  PriceSyncs(
      Database database,
      SettingsStore store,
      Settings settings,
      ModelRegistry registry,
      PriceSyncConfig config,
      Audit audit,
      ObjectMapper json,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.registry = registry;
    this.config = config;
    this.audit = audit;
    this.json = json;
    this.time = time;
  }

  /**
   * Compares a price list with the catalogue; changes nothing but the list of differences.
   *
   * @param source the address, or {@code file}
   */
  PriceSync compare(String source, JsonNode document) {
    var providers = settings.current().providers();
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return database.inTransaction(
        () -> {
          var version = store.lock().version();
          var difference = new PriceDifference(registry.listings(), today);
          var read =
              new PriceListReader(providers, today, difference::refuse).read("body", document);
          difference.compare(read.entries());
          check(difference.entries());
          var sync =
              new PriceSync(
                  UUID.randomUUID(),
                  source,
                  read.format(),
                  now,
                  now.plus(config.confirmable()),
                  version,
                  today,
                  difference.changed(),
                  difference.added(),
                  difference.gone(),
                  difference.refused(),
                  difference.unchanged(),
                  difference.notInCatalogue() + read.skipped(),
                  false);
          keep(sync, difference.entries());
          return sync;
        });
  }

  private void check(List<ModelEntry> entries) {
    try {
      registry.check(entries);
    } catch (IllegalArgumentException invalid) {
      throw new BadRequestException(
          invalid.getMessage().replace("catalogue: ", "") + ". Nothing was changed.", invalid);
    }
  }

  private void keep(PriceSync sync, List<ModelEntry> entries) {
    database.update(
        """
        delete from price_sync where expires_at <= :now
          or id in (select id from price_sync order by created_at desc offset :kept)
        """,
        parameters -> {
          parameters.setInstant("now", sync.createdAt());
          parameters.setInt("kept", MAX_KEPT - 1);
        });
    database.update(
        """
        insert into price_sync (id, created_at, created_by, expires_at, version, plan, entries)
        values (:id, :createdAt, :createdBy, :expiresAt, :version, :plan, :entries)
        """,
        parameters -> {
          parameters.setObject("id", sync.id());
          parameters.setInstant("createdAt", sync.createdAt());
          parameters.setString("createdBy", audit.who());
          parameters.setInstant("expiresAt", sync.expiresAt());
          parameters.setLong("version", sync.version());
          parameters.setString("plan", stored(sync));
          parameters.setString("entries", stored(entries));
        });
  }

  /** A difference that can still be confirmed. */
  Optional<PriceSync> find(UUID id) {
    return kept(id).map(Kept::sync);
  }

  private record Kept(PriceSync sync, List<ModelEntry> entries) {}

  private Optional<Kept> kept(UUID id) {
    Instant now = time.instant();
    return database.first(
        "select plan, entries from price_sync where id = :id and expires_at > :now",
        parameters -> {
          parameters.setObject("id", id);
          parameters.setInstant("now", now);
        },
        row -> new Kept(sync(row.getString(1)), entries(row.getString(2))));
  }

  /**
   * Applies exactly what a difference says, once.
   *
   * @throws NotFoundException if there is no such difference, or none any more
   * @throws HttpProblem 409 if settings or catalogue have changed since, the day is over, or
   *     nothing is to be changed
   */
  PriceSync confirm(UUID id) {
    // Queries the database on another connection, so it must run before the transaction.
    settings.current();
    var confirmed =
        database.inTransaction(
            () -> {
              var before = store.lock();
              var kept = kept(id).orElseThrow(() -> missing(id));
              var sync = kept.sync();
              if (sync.version() != before.version()) {
                throw conflict(
                    "the settings or the catalogue have changed since this difference was made (version %d, now %d): make a new one"
                        .formatted(sync.version(), before.version()));
              }
              if (!sync.from().equals(LocalDate.ofInstant(time.instant(), ZoneOffset.UTC))) {
                throw conflict(
                    "the prices of this difference begin on %s, and that day is over (UTC): make a new one"
                        .formatted(sync.from()));
              }
              if (sync.isEmpty()) {
                throw conflict("this difference is empty: there is nothing to confirm");
              }
              var changes = changes(kept.entries());
              registry.putAll(kept.entries(), audit.who());
              var now = store.write(before.choices(), audit.who(), changes);
              audit.record(
                  "models.prices",
                  "models",
                  Map.of(
                      "version",
                      now.version(),
                      "source",
                      sync.source(),
                      "from",
                      sync.from().toString(),
                      "changes",
                      Stream.of(sync.changed(), sync.added()).flatMap(List::stream).toList()));
              database.update(
                  "delete from price_sync where id = :id",
                  parameters -> parameters.setObject("id", id));
              return sync.confirmedAs(now.version());
            });
    settings.forget();
    return confirmed;
  }

  /** One change of each model for the history of the settings. */
  private List<SettingsChange> changes(List<ModelEntry> entries) {
    var origins =
        registry.listings().stream()
            .collect(Collectors.toMap(each -> subject(each.entry()), each -> each.origin()));
    return entries.stream()
        .map(PriceSyncs::subject)
        .map(
            subject -> {
              var origin = Optional.ofNullable(origins.get(subject));
              return new SettingsChange(
                  subject,
                  origin.map(Origin::id),
                  Optional.of(
                      origin
                          .filter(each -> each == Origin.REGISTERED)
                          .orElse(Origin.CHANGED)
                          .id()));
            })
        .toList();
  }

  private static String subject(ModelEntry entry) {
    return "models/" + entry.provider() + '/' + entry.id();
  }

  static NotFoundException missing(Object id) {
    return new NotFoundException(
        "id: there is no difference %s that can be confirmed: it was confirmed, has expired, or never was"
            .formatted(id));
  }

  private static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }

  private String stored(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PriceSync sync(String stored) {
    try {
      return json.readValue(stored, PriceSync.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ModelEntry> entries(String stored) {
    try {
      return json.readValue(stored, ENTRIES);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
