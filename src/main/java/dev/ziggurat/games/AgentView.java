package dev.ziggurat.games;

import dev.ziggurat.babylon.store.WalletView;
import dev.ziggurat.db.Versioned;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All of an agent; see {@link AgentSummary}.
 *
 * @param memo what it noted for itself last; may be empty
 * @param positions what it holds in open markets
 * @param turns its last ones, newest first
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
    List<WalletView.Held> positions,
    List<AgentTurn> turns,
    long version,
    Optional<Instant> deletedAt)
    implements Versioned {}
