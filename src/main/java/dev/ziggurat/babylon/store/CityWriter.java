package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.timestamp;

import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.Outcome;
import dev.ziggurat.babylon.OutcomeSource;
import dev.ziggurat.babylon.Position;
import dev.ziggurat.babylon.RefusedAction;
import dev.ziggurat.babylon.RuleFormat;
import dev.ziggurat.babylon.Side;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Saves the changes of a city, at most one batch per table. */
@Singleton
class CityWriter {

  private final Database database;
  private final HistoryWriter history;
  private final ConversationWriter conversations;

  CityWriter(Database database, HistoryWriter history, ConversationWriter conversations) {
    this.database = database;
    this.history = history;
    this.conversations = conversations;
  }

  /** Saves the city in the caller's transaction. */
  void write(City city) {
    var game = city.game().id();
    var changes = city.changes();
    writeHouse(city);
    writeSettings(city);
    writeWallets(game, changes.wallets());
    writeMarkets(game, changes.markets().values());
    writePositions(game, changes.positions().values());
    writeRefusals(game, changes.refusals());
    history.write(game, changes);
    conversations.write(game, changes);
    city.saved();
  }

  private void writeHouse(City city) {
    database.update(
        """
        insert into babylon_house (game_id, house_micro_points, minted_micro_points,
          founded_micro_points, start_micro_points, liquidity_micro_points, settings, digest)
        values (:gameId, :houseMicroPoints, :mintedMicroPoints, :foundedMicroPoints, :startMicroPoints, :liquidityMicroPoints, :settings, :digest)
        on conflict (game_id) do update set house_micro_points = excluded.house_micro_points,
          minted_micro_points = excluded.minted_micro_points, digest = excluded.digest""",
        parameters -> {
          parameters.setString("gameId", city.game().id());
          parameters.setLong("houseMicroPoints", city.treasury().house());
          parameters.setLong("mintedMicroPoints", city.treasury().minted());
          parameters.setLong("foundedMicroPoints", city.terms().houseMicroPoints());
          parameters.setLong("startMicroPoints", city.terms().startMicroPoints());
          parameters.setLong("liquidityMicroPoints", city.terms().liquidityMicroPoints());
          parameters.setString("settings", StoredSettings.stored(city.settings()));
          parameters.setString("digest", city.digest());
        });
  }

  private void writeSettings(City city) {
    if (city.changes().settings().isEmpty()) {
      return;
    }
    database.update(
        """
        update babylon_house set settings = :settings,
          liquidity_micro_points = :liquidityMicroPoints where game_id = :gameId""",
        parameters -> {
          parameters.setString("settings", StoredSettings.stored(city.settings()));
          parameters.setLong("liquidityMicroPoints", city.terms().liquidityMicroPoints());
          parameters.setString("gameId", city.game().id());
        });
  }

  private void writeWallets(String game, Map<String, Long> wallets) {
    database.batch(
        """
        insert into babylon_wallet (game_id, handle, micro_points) values (:gameId, :handle, :microPoints)
        on conflict (game_id, handle) do update set micro_points = excluded.micro_points""",
        wallets.entrySet(),
        (parameters, wallet) -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", wallet.getKey());
          parameters.setLong("microPoints", wallet.getValue());
        });
  }

  private void writeMarkets(String game, Collection<Market> markets) {
    database.batch(
        """
        insert into babylon_market (game_id, id, opened_tick, ordinal, topic, question,
          liquidity_micro_points, yes_micro_shares, no_micro_shares, pool_micro_points,
          volume_micro_points, decided_by, rule, outcome, awaited_since, mentions, opened_at,
          closes_at, resolved_at, voided)
        values (:gameId, :id, :openedTick, :ordinal, :topic, :question, :liquidityMicroPoints,
          :yesMicroShares, :noMicroShares, :poolMicroPoints, :volumeMicroPoints, :decidedBy, :rule, :outcome,
          :awaitedSince, :mentions, :openedAt, :closesAt, :resolvedAt, :voided)
        on conflict (game_id, id) do update set yes_micro_shares = excluded.yes_micro_shares,
          no_micro_shares = excluded.no_micro_shares,
          pool_micro_points = excluded.pool_micro_points,
          volume_micro_points = excluded.volume_micro_points, outcome = excluded.outcome,
          awaited_since = excluded.awaited_since, mentions = excluded.mentions,
          resolved_at = excluded.resolved_at, voided = excluded.voided""",
        markets,
        (parameters, market) -> {
          parameters.setString("gameId", game);
          parameters.setString("id", market.id());
          parameters.setLong("openedTick", market.openedTick());
          parameters.setInt("ordinal", market.ordinal());
          parameters.setString("topic", market.topic());
          parameters.setString("question", market.question());
          parameters.setLong("liquidityMicroPoints", market.liquidity());
          parameters.setLong("yesMicroShares", market.yes());
          parameters.setLong("noMicroShares", market.no());
          parameters.setLong("poolMicroPoints", market.pool());
          parameters.setLong("volumeMicroPoints", market.volume());
          var outcome = market.outcome();
          parameters.setString("decidedBy", outcome.source().word());
          parameters.setString("rule", rule(outcome));
          parameters.setObject(
              "outcome",
              outcome.answer().map(side -> side == Side.YES).orElse(null),
              Types.BOOLEAN);
          parameters.setInstant("awaitedSince", outcome.awaitedSince());
          parameters.setLong("mentions", outcome.mentions());
          parameters.setObject("openedAt", timestamp(market.openedAt()));
          parameters.setObject("closesAt", timestamp(market.closesAt()));
          parameters.setInstant("resolvedAt", market.resolvedAt());
          parameters.setBoolean("voided", market.voided());
        });
  }

  private static String rule(Outcome outcome) {
    return outcome.source() instanceof OutcomeSource.ByRule(var rule)
        ? RuleFormat.json(rule).toString()
        : null;
  }

  private void writePositions(String game, Collection<Position> positions) {
    database.batch(
        """
        insert into babylon_position (game_id, market_id, handle, yes_micro_shares, no_micro_shares,
          spent_micro_points)
        values (:gameId, :marketId, :handle, :yesMicroShares, :noMicroShares, :spentMicroPoints)
        on conflict (game_id, market_id, handle) do update set
          yes_micro_shares = excluded.yes_micro_shares, no_micro_shares = excluded.no_micro_shares,
          spent_micro_points = excluded.spent_micro_points""",
        positions,
        (parameters, position) -> {
          parameters.setString("gameId", game);
          parameters.setString("marketId", position.market());
          parameters.setString("handle", position.handle());
          parameters.setLong("yesMicroShares", position.yes());
          parameters.setLong("noMicroShares", position.no());
          parameters.setLong("spentMicroPoints", position.spent());
        });
  }

  private void writeRefusals(String game, Map<String, List<RefusedAction>> refusals) {
    database.batch(
        "delete from babylon_refusal where game_id = :gameId and handle = :handle",
        refusals.keySet(),
        (parameters, handle) -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
        });
    record Numbered(String handle, int ordinal, RefusedAction refusal) {}
    var rows = new ArrayList<Numbered>();
    refusals.forEach(
        (handle, refused) -> {
          for (int ordinal = 0; ordinal < refused.size(); ordinal++) {
            rows.add(new Numbered(handle, ordinal, refused.get(ordinal)));
          }
        });
    database.batch(
        """
        insert into babylon_refusal (game_id, handle, ordinal, action, reason)
        values (:gameId, :handle, :ordinal, :action, :reason)""",
        rows,
        (parameters, row) -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", row.handle());
          parameters.setInt("ordinal", row.ordinal());
          parameters.setString("action", row.refusal().action());
          parameters.setString("reason", row.refusal().reason());
        });
  }
}
