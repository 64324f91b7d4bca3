package dev.ziggurat.gateway;

import java.time.Instant;
import java.util.UUID;

/**
 * What an {@link AnswerWriter} may say about the call.
 *
 * @param id the call's id in the ledger, also in the header {@code X-Request-Id}
 * @param at when its answer began
 * @param model the model that answers, as it was named by the provider or the catalogue
 */
public record AnsweredCall(UUID id, Instant at, String model) {}
