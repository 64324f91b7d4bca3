package dev.ziggurat.play;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What happened while a player waited.
 *
 * @param state {@code wanted}: the tick is running and waits for the decision; {@code closed}: the
 *     tick is over; {@code nothing}: neither happened in the time of the wait
 * @param tick that began or closed; with {@code nothing} the newest that has closed. Ask for what
 *     comes after it with {@code after}
 * @param answerUntil until when the tick waits for the decision, at the latest
 */
@Schema(name = "TurnNews")
public record TurnNews(
    @Schema(enumeration = {"wanted", "closed", "nothing"}) String state,
    long tick,
    Optional<Instant> answerUntil) {}
