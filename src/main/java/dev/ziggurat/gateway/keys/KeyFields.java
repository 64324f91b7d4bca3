package dev.ziggurat.gateway.keys;

import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.guardrails.GuardrailSchema;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a body says of a key. */
@Schema(name = "KeyFields", description = "A field left out stays as it is, null clears it")
public record KeyFields(
    @Schema(
            implementation = String.class,
            maxLength = KeyFields.NAME_CHARACTERS,
            description = "For people. Required of a new key")
        FieldValue<String> name,
    @Schema(
            implementation = Instant.class,
            nullable = true,
            description = "From when on it opens nothing; never when null")
        FieldValue<Instant> expiresAt,
    @Schema(
            implementation = String[].class,
            nullable = true,
            minItems = 1,
            maxItems = KeyFields.MAX_MODELS,
            description =
                "The models it may be used for, by names of the catalogue, with a provider's prefix or without; all when null")
        FieldValue<List<String>> models,
    @Schema(
            implementation = Long.class,
            nullable = true,
            minimum = "1",
            maximum = "1000000",
            description = "Calls it may begin within a minute of the clock; no bound when null")
        FieldValue<Long> requestsPerMinute,
    @Schema(
            implementation = Double.class,
            nullable = true,
            minimum = "0",
            maximum = "1000000",
            description = "What its calls may cost within a day of UTC; no bound when null")
        FieldValue<NanoDollars> dollarsPerDay,
    @Schema(
            implementation = Double.class,
            nullable = true,
            minimum = "0",
            maximum = "1000000",
            description = "What its calls may cost within a month of UTC; no bound when null")
        FieldValue<NanoDollars> dollarsPerMonth,
    @Schema(
            implementation = Double.class,
            nullable = true,
            minimum = "0",
            maximum = "1000000",
            description =
                "From which cost of its calls within a day of UTC on a warning is given; at most dollarsPerDay, never when null")
        FieldValue<NanoDollars> softDollarsPerDay,
    @Schema(
            implementation = Double.class,
            nullable = true,
            minimum = "0",
            maximum = "1000000",
            description = "The same within a month of UTC; at most dollarsPerMonth")
        FieldValue<NanoDollars> softDollarsPerMonth,
    @Schema(
            implementation = Boolean.class,
            description =
                "Whether a call at temperature 0 or with a seed may be answered as the very same call was before; false unless said")
        FieldValue<Boolean> keepsAnswers,
    @Schema(
            implementation = Double.class,
            nullable = true,
            minimum = "0.5",
            maximum = "1",
            description =
                "From which cosine similarity of the last message on a call that is the same otherwise may be answered as another one was; needs pgvector in the database; off when null")
        FieldValue<Double> semanticCacheThreshold,
    @Schema(
            implementation = Boolean.class,
            description =
                "Whether requests and answers of its calls are kept for admins, without secrets and for the retention period; false unless said")
        FieldValue<Boolean> keepsTexts,
    @Schema(
            implementation = GuardrailSchema[].class,
            nullable = true,
            maxItems = GuardrailList.MOST,
            description =
                "Checks of its requests and answers, in this order, after those of all keys; none when null")
        FieldValue<GuardrailList> guardrails) {

  static final String SEMANTIC_CACHE = "semanticCacheThreshold";
  static final String SOFT_DAY = "softDollarsPerDay";
  static final String SOFT_MONTH = "softDollarsPerMonth";
  static final int NAME_CHARACTERS = 100;
  static final int MAX_MODELS = 50;

  static final List<String> ALL =
      List.of(
          "name",
          "expiresAt",
          "models",
          "requestsPerMinute",
          "dollarsPerDay",
          "dollarsPerMonth",
          SOFT_DAY,
          SOFT_MONTH,
          "keepsAnswers",
          SEMANTIC_CACHE,
          "keepsTexts",
          GuardrailReader.FIELD);

  /** What a new key is for. */
  KeyTerms created() {
    return checked(
        new KeyTerms(
            name.required(),
            expiresAt.value(),
            models.value(),
            requestsPerMinute.value(),
            dollarsPerDay.value(),
            dollarsPerMonth.value(),
            softDollarsPerDay.value(),
            softDollarsPerMonth.value(),
            keepsAnswers.orElse(false),
            semanticCacheThreshold.value(),
            keepsTexts.orElse(false),
            guardrails.orElse(GuardrailList.NONE)));
  }

  /** What a key is for after the change. */
  KeyTerms over(KeyTerms current) {
    return checked(
        new KeyTerms(
            name.over(current.name()),
            expiresAt.over(current.expiresAt()),
            models.over(current.models()),
            requestsPerMinute.over(current.callsPerMinute()),
            dollarsPerDay.over(current.perDay()),
            dollarsPerMonth.over(current.perMonth()),
            softDollarsPerDay.over(current.softPerDay()),
            softDollarsPerMonth.over(current.softPerMonth()),
            keepsAnswers.over(current.keepsAnswers()),
            semanticCacheThreshold.over(current.semanticCacheThreshold()),
            keepsTexts.over(current.keepsTexts()),
            guardrails.over(Optional.of(current.guardrails())).orElse(GuardrailList.NONE)));
  }

  /**
   * The terms, if no soft limit is above its hard one.
   *
   * @throws dev.ziggurat.http.InvalidField naming the soft limit
   */
  private KeyTerms checked(KeyTerms terms) {
    check(terms.perDay(), terms.softPerDay(), softDollarsPerDay, "dollarsPerDay");
    check(terms.perMonth(), terms.softPerMonth(), softDollarsPerMonth, "dollarsPerMonth");
    return terms;
  }

  private static void check(
      Optional<NanoDollars> hard,
      Optional<NanoDollars> soft,
      FieldValue<NanoDollars> field,
      String hardField) {
    hard.filter(most -> soft.filter(warned -> warned.compareTo(most) > 0).isPresent())
        .ifPresent(
            most -> {
              throw field.wrong("must not be above %s, %s".formatted(hardField, most.dollars()));
            });
  }
}
