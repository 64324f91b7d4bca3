package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Limits of a budget in JSON, in US dollars.
 *
 * @param hardUsd never exceeded by what is admitted; null for none
 * @param softUsd a warning is given above it; null for none
 */
@RegisterForReflection
@Schema(name = "SpendCap")
public record SpendCapView(
    @Schema(nullable = true, examples = "5", description = "0 to 1000000, at most 9 decimals")
        Optional<String> hardUsd,
    @Schema(nullable = true, examples = "4.50", description = "At most hardUsd")
        Optional<String> softUsd) {

  /** The limits as texts, exactly. */
  public static SpendCapView of(SpendCap cap) {
    return new SpendCapView(
        cap.hard().map(NanoDollars::dollars), cap.soft().map(NanoDollars::dollars));
  }
}
