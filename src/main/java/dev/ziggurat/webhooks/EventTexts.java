package dev.ziggurat.webhooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.ProviderDown;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyStore;
import dev.ziggurat.ledger.BudgetCrossed;
import dev.ziggurat.ledger.BudgetCrossed.Limit;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsChanged;
import dev.ziggurat.tick.FailedTick;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What each event says, in words and as data. Texts of others are cut. */
@Singleton
class EventTexts {

  private static final int REASON_CHARACTERS = 1_000;
  private static final int VALUE_CHARACTERS = 200;
  private static final int MAX_CHANGES = 50;
  private static final int MAX_TOLD_CHANGES = 5;
  private static final String MODELS = "/console/ai-models";

  private final KeyStore keys;

  EventTexts(KeyStore keys) {
    this.keys = keys;
  }

  WebhookEvent failedTick(FailedTick event) {
    var report = event.report();
    var tick = Optional.ofNullable(report.tick());
    var reason = cut(Objects.requireNonNullElse(report.reason(), "unknown"), REASON_CHARACTERS);
    var data = data();
    tick.ifPresent(number -> data.put("tick", number));
    data.put("slot", report.slot().toString())
        .put("reason", reason)
        // Its turns are counted when it closes.
        .put("unfinished", report.turns() == null);
    return new WebhookEvent(
        WebhookEventType.TICK_FAILED,
        report.game() + '/' + tick.map(Object::toString).orElse(report.slot().toString()),
        event.at(),
        Optional.of(report.game()),
        "%s of %s failed: %s"
            .formatted(
                tick.map(number -> "Tick " + number).orElse("The tick at " + report.slot()),
                report.game(),
                reason),
        tick.map(number -> "/console/ticks/%d?game=%s".formatted(number, encoded(report.game()))),
        data);
  }

  /**
   * A game that nothing has triggered.
   *
   * @param key the spell
   * @param since the slot of its last tick, or when it was created
   */
  WebhookEvent overdueGame(String key, String game, Instant since, Duration period, Instant now) {
    var data =
        data()
            .put("lastSlot", since.toString())
            .put("periodMillis", period.toMillis())
            .put(
                "overduePeriods",
                Duration.between(since, now).toMillis() / Math.max(1, period.toMillis()) - 1);
    return new WebhookEvent(
        WebhookEventType.GAME_OVERDUE,
        key,
        now,
        Optional.of(game),
        "Game %s is overdue: nothing has triggered it since %s, and its period is %s. Look at what triggers it, your cron or scheduler."
            .formatted(game, since.truncatedTo(ChronoUnit.SECONDS), told(period)),
        Optional.of("/console/?game=" + encoded(game)),
        data);
  }

  WebhookEvent providerDown(ProviderDown event) {
    var provider = event.provider().id();
    var reason = cut(event.reason(), REASON_CHARACTERS);
    var data = data().put("provider", provider).put("reason", reason);
    event.until().ifPresent(until -> data.put("until", until.toString()));
    return new WebhookEvent(
        WebhookEventType.PROVIDER_DOWN,
        provider + '/' + event.at(),
        event.at(),
        Optional.empty(),
        "Provider %s is down: %s. Calls go to the next providers%s."
            .formatted(
                provider,
                reason,
                event
                    .until()
                    .map(until -> " until " + until.truncatedTo(ChronoUnit.SECONDS))
                    .orElse(" until it answers again")),
        Optional.of(MODELS),
        data);
  }

  WebhookEvent providerUp(Provider provider, Instant downSince, Instant at) {
    return new WebhookEvent(
        WebhookEventType.PROVIDER_UP,
        provider.id() + '/' + downSince,
        at,
        Optional.empty(),
        "Provider %s answers again. It was down since %s."
            .formatted(provider.id(), downSince.truncatedTo(ChronoUnit.SECONDS)),
        Optional.of(MODELS),
        data().put("provider", provider.id()).put("downSince", downSince.toString()));
  }

  WebhookEvent budgetCrossed(BudgetCrossed event) {
    var budget = event.budget();
    var scope = budget.scope();
    var game =
        scope.isOfGame() ? Optional.of(budget.owner().split("/", 2)[0]) : Optional.<String>empty();
    var key =
        scope == BudgetScope.KEY_DAY || scope == BudgetScope.KEY_MONTH
            ? keys.find(UUID.fromString(budget.owner()))
            : Optional.<Key>empty();
    var data =
        data()
            .put("scope", scope.id())
            .put("owner", budget.owner())
            .put("period", budget.period())
            .put("limit", event.limit().id())
            .put("reached", event.isReached())
            .put("limitUsd", event.amount().dollars())
            .put("spentUsd", event.spent().dollars());
    key.ifPresent(each -> data.put("keyName", each.terms().name()));
    budget.resetsAt().ifPresent(end -> data.put("resetsAt", end.toString()));
    var page = scope.isOfProvider() ? MODELS : "/console/keys";
    return new WebhookEvent(
        event.limit() == Limit.SOFT ? WebhookEventType.BUDGET_SOFT : WebhookEventType.BUDGET_HARD,
        "%s/%s/%d%s"
            .formatted(
                whose(budget),
                event.limit().id(),
                event.amount().value(),
                event.isReached() ? "" : "/refused"),
        event.at(),
        game,
        capitalised(event.text(key.map(EventTexts::told).orElse(budget.owner())))
            + (scope == BudgetScope.AGENT_DAY
                ? ". It is the first agent of the game today; the next ones are not told."
                : "."),
        Optional.of(game.map(id -> "/console/?game=" + encoded(id)).orElse(page)),
        data);
  }

  /** Of the budgets of a game's agents only the first is told: there may be thousands. */
  private static String whose(SpendBudget budget) {
    return budget.scope() == BudgetScope.AGENT_DAY
        ? "%s/%s/%s"
            .formatted(budget.scope().id(), budget.owner().split("/", 2)[0], budget.period())
        : budget.id();
  }

  WebhookEvent settingsChanged(SettingsChanged event) {
    var data = data().put("version", event.version()).put("who", event.who());
    var changes = data.putArray("changes");
    event.changes().stream()
        .limit(MAX_CHANGES)
        .forEach(
            change -> {
              var one = changes.addObject().put("field", cut(change.field(), VALUE_CHARACTERS));
              change.from().ifPresent(from -> one.put("from", cut(from, VALUE_CHARACTERS)));
              change.to().ifPresent(to -> one.put("to", cut(to, VALUE_CHARACTERS)));
            });
    var more = event.changes().size() - MAX_TOLD_CHANGES;
    return new WebhookEvent(
        WebhookEventType.SETTINGS_CHANGED,
        Long.toString(event.version()),
        event.at(),
        Optional.empty(),
        "%s changed the settings (version %d): %s%s."
            .formatted(
                event.who(),
                event.version(),
                event.changes().stream()
                    .limit(MAX_TOLD_CHANGES)
                    .map(EventTexts::told)
                    .collect(Collectors.joining("; ")),
                more > 0 ? "; and %d more".formatted(more) : ""),
        Optional.of(MODELS),
        data);
  }

  WebhookEvent test(String who, Instant at) {
    return new WebhookEvent(
        WebhookEventType.TEST,
        UUID.randomUUID().toString(),
        at,
        Optional.empty(),
        who + " tests this webhook of Ziggurat: nothing has happened.",
        Optional.of("/console/webhooks"),
        data().put("who", who));
  }

  private static String told(SettingsChange change) {
    return "%s from %s to %s"
        .formatted(
            cut(change.field(), VALUE_CHARACTERS),
            cut(change.from().orElse("nothing"), VALUE_CHARACTERS),
            cut(change.to().orElse("nothing"), VALUE_CHARACTERS));
  }

  private static String told(Duration period) {
    return period.toMillis() % 1_000 == 0 ? period.toSeconds() + " s" : period.toMillis() + " ms";
  }

  private static String told(Key key) {
    return "\"%s\" (…%s)".formatted(cut(key.terms().name(), VALUE_CHARACTERS), key.hint());
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + '…';
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static ObjectNode data() {
    return JsonNodeFactory.instance.objectNode();
  }
}
