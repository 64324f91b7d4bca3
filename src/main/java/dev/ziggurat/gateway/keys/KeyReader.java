package dev.ziggurat.gateway.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.chain.moderation.GuardrailModels;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a body says of a key, and checks all of it. */
@Singleton
class KeyReader {

  private static final Pattern MODEL = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}]{1,200}");
  private static final int TIME_CHARACTERS = 40;
  private static final int LAST_YEAR = 9998;
  private static final long MAX_PER_MINUTE = 1_000_000;
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MIN_SIMILARITY = new BigDecimal("0.5");
  private static final int SIMILARITY_DECIMALS = 4;
  private static final int DECIMALS = 6;
  private static final int NANO_DIGITS = 9;
  private static final Duration MAX_GRACE = Duration.ofDays(30);

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final GuardrailReader guardrails;
  private final GuardrailModels guardrailModels;
  private final VectorExtension vectors;
  private final KeysConfig config;
  private final InstantSource time;

  KeyReader(
      Catalogue catalogue,
      NearMatches nearMatches,
      GuardrailReader guardrails,
      GuardrailModels guardrailModels,
      VectorExtension vectors,
      KeysConfig config,
      InstantSource time) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.guardrails = guardrails;
    this.guardrailModels = guardrailModels;
    this.vectors = vectors;
    this.config = config;
    this.time = time;
  }

  /**
   * Reads a body.
   *
   * @throws dev.ziggurat.http.InvalidField naming the first field that is wrong
   */
  KeyFields read(JsonNode sent) {
    var body = Body.of(sent, KeyFields.ALL);
    return new KeyFields(
        body.line("name", KeyFields.NAME_CHARACTERS),
        expiry(body.line("expiresAt", TIME_CHARACTERS)),
        models(body.words("models", KeyFields.MAX_MODELS, MODEL)),
        body.number("requestsPerMinute", 1, MAX_PER_MINUTE),
        dollars(body, "dollarsPerDay"),
        dollars(body, "dollarsPerMonth"),
        dollars(body, KeyFields.SOFT_DAY),
        dollars(body, KeyFields.SOFT_MONTH),
        body.flag("keepsAnswers"),
        similarity(body),
        body.flag("keepsTexts"),
        guardrails.read(body, sent).map(guardrailModels::checked));
  }

  /**
   * Reads how long the old secret of a rotated key is to open too.
   *
   * @param sent null where nothing was sent
   */
  Duration grace(JsonNode sent) {
    return sent == null || sent.isNull()
        ? config.grace()
        : Body.of(sent, List.of("graceMillis"))
            .millis("graceMillis", Duration.ZERO, MAX_GRACE)
            .orElse(config.grace());
  }

  private FieldValue<Instant> expiry(FieldValue<String> field) {
    return field.map(
        text ->
            time(text)
                .filter(end -> end.isAfter(time.instant()))
                .orElseThrow(
                    () ->
                        field.wrong(
                            "must be a time to come, such as 2030-01-31T12:00:00Z; to end a key now, revoke it")));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text))
          .filter(time -> time.getYear() <= LAST_YEAR)
          .map(time -> time.toInstant().truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException strange) {
      return Optional.empty();
    }
  }

  private FieldValue<List<String>> models(FieldValue<List<String>> field) {
    return field.map(
        names -> {
          if (names.isEmpty()) {
            throw field.wrong("must name a model; null allows all that there are");
          }
          names.forEach(name -> check(field, name));
          return names.stream().distinct().toList();
        });
  }

  private void check(FieldValue<List<String>> field, String name) {
    if (catalogue.resolve(name).isPresent()) {
      return;
    }
    var near = nearMatches.of(name);
    throw field.wrong(
        "%s is not in the catalogue%s"
            .formatted(name, near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
  }

  private FieldValue<Double> similarity(Body body) {
    var field =
        body.decimal(KeyFields.SEMANTIC_CACHE, MIN_SIMILARITY, BigDecimal.ONE, SIMILARITY_DECIMALS);
    return field.map(
        threshold -> {
          vectors
              .require()
              .ifPresent(
                  missing -> {
                    throw field.wrong("needs pgvector in the database: " + missing);
                  });
          return threshold.doubleValue();
        });
  }

  private static FieldValue<NanoDollars> dollars(Body body, String field) {
    return body.decimal(field, BigDecimal.ZERO, MAX_DOLLARS, DECIMALS)
        .map(amount -> new NanoDollars(amount.movePointRight(NANO_DIGITS).longValueExact()));
  }
}
