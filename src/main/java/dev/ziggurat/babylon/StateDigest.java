package dev.ziggurat.babylon;

import dev.ziggurat.world.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The SHA-256 of a city's state, written line by line in a fixed order, with the previous digest
 * and the posts and news since, so that it covers the whole history without loading it. Every text
 * is one sanitized line, so different cities never serialize identically.
 */
final class StateDigest {

  private final StringBuilder lines = new StringBuilder();

  private StateDigest() {}

  /** The digest of the city with its current changes, in hexadecimal. */
  static String of(City city, Moment moment) {
    var digest = new StateDigest();
    digest.state(city, moment);
    digest.additions(city.changes());
    var bytes = digest.lines.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(SeededRandom.sha256().digest(bytes));
  }

  private void state(City city, Moment moment) {
    line("game", city.game().id(), city.game().seed());
    line("moment", moment.tick(), moment.slot());
    line("before", city.digest());
    // Without settings of its own, a game keeps the digests that it had before there were any.
    var own = SettingsFormat.ownRules(city.settings());
    if (!own.isEmpty()) {
      line("settings", own);
    }
    line("treasury", city.treasury().house(), city.treasury().minted());
    city.wallets().forEach((handle, points) -> line("wallet", handle, points));
    city.markets().forEach(this::market);
    city.positions().stream()
        .filter(position -> !position.isEmpty())
        .forEach(
            position ->
                line(
                    "position",
                    position.market(),
                    position.handle(),
                    position.yes(),
                    position.no()));
    city.refusals()
        .forEach(
            (handle, refused) ->
                refused.forEach(
                    refusal -> {
                      line("refused", handle, refusal.action());
                      line("because", refusal.reason());
                    }));
    city.correspondence().groups().forEach(this::group);
    city.correspondence().readUntil().forEach((handle, tick) -> line("read", handle, tick));
  }

  private void group(Group group) {
    line("group", group.id(), group.messages(), group.name());
    group.members().forEach((handle, before) -> line("member", group.id(), handle, before));
  }

  private void additions(Changes changes) {
    changes.markets().values().stream()
        .filter(market -> market.resolvedAt().isPresent())
        .forEach(this::market);
    changes
        .trades()
        .forEach(
            trade ->
                line(
                    "trade",
                    trade.id(),
                    trade.market(),
                    trade.handle(),
                    trade.bought(),
                    trade.side(),
                    trade.microPoints(),
                    trade.microShares()));
    changes
        .posts()
        .forEach(
            post -> line("post", post.id(), post.author(), post.on().orElse("-"), post.text()));
    changes.news().forEach(news -> line("news", news.id(), news.about().orElse("-"), news.text()));
    changes
        .messages()
        .forEach(
            message ->
                line(
                    "message",
                    message.id(),
                    message.conversation(),
                    message.author(),
                    message.text()));
  }

  private void market(Market market) {
    line(
        "market",
        market.id(),
        market.liquidity(),
        market.yes(),
        market.no(),
        market.pool(),
        answer(market.outcome()),
        market.closesAt(),
        status(market),
        market.question());
    if (!market.outcome().isFixed()) {
      outcome(market);
    }
  }

  private void outcome(Market market) {
    var outcome = market.outcome();
    var rule =
        outcome.source() instanceof OutcomeSource.ByRule(var found)
            ? RuleFormat.json(found).toString()
            : "-";
    line(
        "outcome",
        market.id(),
        outcome.source().word(),
        outcome.awaitedSince().map(Instant::toString).orElse("-"),
        outcome.mentions(),
        rule);
  }

  private static String answer(Outcome outcome) {
    return outcome.answer().map(side -> side == Side.YES ? "true" : "false").orElse("unknown");
  }

  private static String status(Market market) {
    if (market.resolvedAt().isEmpty()) {
      return "open";
    }
    return market.voided() ? "voided" : "resolved";
  }

  private void line(String kind, Object... values) {
    lines.append(kind);
    for (var value : values) {
      lines.append(' ').append(value);
    }
    lines.append('\n');
  }
}
