package dev.ziggurat.gateway.semantic;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.settings.SettingsView;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The call that an embedding is made for, and that pays for it.
 *
 * @param spendLimit what both may spend
 * @param deadline of the call
 * @param callersDeadline whether the caller set it
 * @param ledger told of the attempts to get an embedding
 */
public record EmbeddingPayer(
    Caller caller,
    SettingsView settings,
    SpendLimit spendLimit,
    Instant deadline,
    boolean callersDeadline,
    Consumer<List<Attempt>> ledger) {}
