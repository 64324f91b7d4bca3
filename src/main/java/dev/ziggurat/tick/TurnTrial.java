package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/**
 * What another model answers to the prompt of a turn. It is not applied: the turn stays as it is.
 *
 * @param callId of the call in the ledger, which names game, tick and agent as tags
 * @param model as asked
 * @param outcome {@code OK}, or the class of the failure as in the ledger
 * @param reason why there is no usable answer; empty if there is one
 * @param decision memo and actions as parsed; empty without a usable answer
 * @param completion the answer as received; empty without one
 * @param costNanoUsd known cost of all attempts, in billionths of a US dollar
 * @param costMicroUsd the same in millionths, rounded up
 * @param costKnown whether nothing else may have been spent
 * @param applied always false
 */
public record TurnTrial(
    UUID callId,
    String provider,
    String model,
    String outcome,
    Optional<String> reason,
    Optional<JsonNode> decision,
    Optional<String> completion,
    long latencyMillis,
    Optional<Long> inputTokens,
    Optional<Long> outputTokens,
    long costNanoUsd,
    long costMicroUsd,
    boolean costKnown,
    boolean simulated,
    boolean applied) {}
