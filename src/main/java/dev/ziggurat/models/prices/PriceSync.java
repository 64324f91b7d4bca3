package dev.ziggurat.models.prices;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a price list would change.
 *
 * @param source the address, or {@code file}
 * @param format {@code catalogue} or {@code litellm}
 * @param version of the settings when it was made: it can be confirmed while they have it
 * @param from the first day of the new prices (UTC)
 * @param changed prices that are known and different
 * @param added prices of models whose price was not known, or not for these calls
 * @param gone priced models of the same providers that the price list does not have; they keep
 *     their prices
 * @param refused entries that are wrong; nothing is taken from them
 * @param unchanged how many models have the stated prices
 * @param notInCatalogue how many models of the price list are not in the catalogue
 * @param confirmed whether this answer is that of its confirmation
 */
@RegisterForReflection
@Schema(name = "PriceSync")
public record PriceSync(
    UUID id,
    String source,
    String format,
    Instant createdAt,
    Instant expiresAt,
    long version,
    LocalDate from,
    List<PriceChange> changed,
    List<PriceChange> added,
    List<GoneModel> gone,
    List<Refusal> refused,
    long unchanged,
    long notInCatalogue,
    boolean confirmed) {

  /** A priced model that a price list does not have. */
  @RegisterForReflection
  @Schema(name = "GoneModel")
  public record GoneModel(String provider, String id) {}

  /**
   * An entry of a price list that is wrong.
   *
   * @param entry its place or its name
   * @param reason naming the field
   */
  @RegisterForReflection
  @Schema(name = "RefusedPrice")
  public record Refusal(String entry, String reason) {}

  /** Whether there is anything to confirm. */
  boolean isEmpty() {
    return changed.isEmpty() && added.isEmpty();
  }

  /** The same as confirmed. */
  PriceSync confirmedAs(long newVersion) {
    return new PriceSync(
        id,
        source,
        format,
        createdAt,
        expiresAt,
        newVersion,
        from,
        changed,
        added,
        gone,
        refused,
        unchanged,
        notInCatalogue,
        true);
  }
}
