package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Versioned;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An agent with all details; see {@link AgentSummary}.
 *
 * @param memo its own notes; may be empty
 * @param positions its possessions beside the wallet, in the world's format
 * @param turns its latest turns, newest first
 * @param url where the briefings of an external agent are sent
 * @param keyVariable the environment variable with the key of its requests
 */
public record AgentView(
    String handle,
    String persona,
    String memo,
    Optional<String> model,
    int cadence,
    long lastTurn,
    Optional<Long> walletMicroPoints,
    Optional<Long> worthMicroPoints,
    Optional<Long> profitMicroPoints,
    long costMicroUsd,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = Object.class,
            description =
                "Its possessions beside the wallet, in the world's format; in Babylon its"
                    + " shares of open markets")
        JsonNode positions,
    List<AgentTurn> turns,
    long version,
    Optional<Instant> deletedAt,
    String kind,
    Optional<Long> answerWithinMillis,
    Optional<String> url,
    Optional<String> keyVariable)
    implements Versioned {

  private static final int MILLI_DIGITS = 3;

  /** How long a tick waits for the player, in seconds; for the console. */
  public String answerSeconds() {
    return BigDecimal.valueOf(answerWithinMillis.orElse(0L), MILLI_DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }
}
