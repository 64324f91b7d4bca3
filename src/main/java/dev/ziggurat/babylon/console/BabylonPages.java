package dev.ziggurat.babylon.console;

import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.rest.AgentTradesResource;
import dev.ziggurat.babylon.rest.ConversationsResource;
import dev.ziggurat.babylon.rest.FeedResource;
import dev.ziggurat.babylon.rest.MarketsResource;
import dev.ziggurat.babylon.rest.StateFilter;
import dev.ziggurat.babylon.store.ConversationView;
import dev.ziggurat.babylon.store.FeedItem;
import dev.ziggurat.babylon.store.MarketState;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.babylon.store.WalletReader;
import dev.ziggurat.babylon.store.WalletView;
import dev.ziggurat.console.LineChart;
import dev.ziggurat.console.NavItem;
import dev.ziggurat.console.PagePart;
import dev.ziggurat.console.WorldPages;
import dev.ziggurat.games.AgentView;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Adds the pages of markets and conversations, prices and feed on the overview, and what agents
 * traded and with whom they write.
 */
@Singleton
class BabylonPages implements WorldPages {

  private static final LimitParam MARKETS = new LimitParam(6);
  private static final LimitParam FEED = new LimitParam(20);
  private static final LimitParam TRADES = new LimitParam(20);
  private static final LimitParam CONVERSATIONS = new LimitParam(10);

  /** Query parameter: the cursor of an agent's trades; default: the newest. */
  private static final String CURSOR = "trades";

  private static final StateFilter OPEN = new StateFilter(MarketState.OPEN);

  @CheckedTemplate(basePath = "babylon")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance prices(
        GameView game, List<MarketView> markets, LineChart prices);

    static native TemplateInstance feed(List<FeedItem> feed);

    static native TemplateInstance positions(GameView game, List<WalletView.Held> positions);

    static native TemplateInstance trades(
        GameView game, AgentView agent, Page<TradeView> trades, boolean newest);

    static native TemplateInstance conversationsOf(
        GameView game, AgentView agent, Page<ConversationView> conversations);
  }

  private final MarketsResource markets;
  private final FeedResource feed;
  private final AgentTradesResource trades;
  private final ConversationsResource conversations;
  private final WalletReader wallets;
  private final PriceLines prices;
  private final RoutingContext request;

  BabylonPages(
      MarketsResource markets,
      FeedResource feed,
      AgentTradesResource trades,
      ConversationsResource conversations,
      WalletReader wallets,
      PriceLines prices,
      RoutingContext request) {
    this.markets = markets;
    this.feed = feed;
    this.trades = trades;
    this.conversations = conversations;
    this.wallets = wallets;
    this.prices = prices;
    this.request = request;
  }

  @Override
  public String world() {
    return Babylon.KIND;
  }

  @Override
  public List<NavItem> navigation() {
    return List.of(
        new NavItem("Markets", "/console/markets", true),
        new NavItem("Conversations", "/console/conversations", true),
        new NavItem("Settings", "/console/world-settings", true));
  }

  @Override
  public OverviewParts overview(GameView game) {
    var id = game.id();
    var open =
        markets.list(id, MARKETS, Optional.empty(), Optional.of(OPEN), Optional.empty()).items();
    return new OverviewParts(
        List.of(PagePart.of("prices", Templates.prices(game, open, prices.of(id, open)))),
        List.of(
            PagePart.of("feed", Templates.feed(feed.list(id, FEED, Optional.empty()).items()))));
  }

  @Override
  public AgentParts agent(GameView game, AgentView agent) {
    var cursor = Optional.ofNullable(request.request().getParam(CURSOR));
    return new AgentParts(
        List.of(
            PagePart.of(
                "positions", Templates.positions(game, wallets.held(game.id(), agent.handle())))),
        List.of(
            PagePart.of(
                "trades",
                Templates.trades(
                    game,
                    agent,
                    trades.trades(game.id(), agent.handle(), TRADES, cursor),
                    cursor.isEmpty())),
            PagePart.of(
                "conversations",
                Templates.conversationsOf(
                    game,
                    agent,
                    conversations.list(
                        game.id(),
                        CONVERSATIONS,
                        Optional.empty(),
                        Optional.of(agent.handle()))))));
  }
}
