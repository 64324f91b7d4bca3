package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.admin.FeedResource;
import dev.ziggurat.admin.LeaderboardResource;
import dev.ziggurat.admin.play.MarketsResource;
import dev.ziggurat.admin.play.StateFilter;
import dev.ziggurat.babylon.store.FeedItem;
import dev.ziggurat.babylon.store.LeaderboardEntry;
import dev.ziggurat.babylon.store.MarketState;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.games.ticks.BoardResource;
import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.models.AiModelsResource;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.usage.UsageResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** All games at a glance, and one of them from close by. */
@Path("/console")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class OverviewPage {

  private static final LimitParam FEED = new LimitParam(20);
  private static final LimitParam MARKETS = new LimitParam(6);
  private static final LimitParam LEADERS = new LimitParam(12);
  private static final StateFilter OPEN = new StateFilter(MarketState.OPEN);

  /**
   * One game from close by.
   *
   * @param board of its last tick; empty before the first
   * @param prices of the open markets
   */
  public record Closeup(
      GameView game,
      Optional<Board> board,
      List<MarketView> markets,
      LineChart prices,
      List<LeaderboardEntry> leaders,
      List<FeedItem> feed) {}

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance overview(
        PageLayout frame,
        List<ProviderStatus> providers,
        UsageReport today,
        Optional<Closeup> closeup);
  }

  private final PageLayouts frames;
  private final AiModelsResource models;
  private final BoardResource boards;
  private final MarketsResource markets;
  private final LeaderboardResource leaderboard;
  private final FeedResource feed;
  private final UsageResource usage;
  private final InstantSource time;

  OverviewPage(
      PageLayouts frames,
      AiModelsResource models,
      BoardResource boards,
      MarketsResource markets,
      LeaderboardResource leaderboard,
      FeedResource feed,
      UsageResource usage,
      InstantSource time) {
    this.frames = frames;
    this.models = models;
    this.boards = boards;
    this.markets = markets;
    this.leaderboard = leaderboard;
    this.feed = feed;
    this.usage = usage;
    this.time = time;
  }

  /** The overview. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> game) {
    var frame = frames.of("Overview", game).alive();
    return Templates.overview(
        frame,
        ProviderStatus.all(models.get().data(), frame.game()),
        today(),
        frame.game().map(this::closeup));
  }

  /** What all games have cost since midnight UTC, by provider. */
  private UsageReport today() {
    return usage.get(
        Optional.of(time.instant().truncatedTo(ChronoUnit.DAYS).toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Closeup closeup(GameView game) {
    var id = game.id();
    var open = markets.list(id, MARKETS, Optional.empty(), Optional.of(OPEN)).items();
    return new Closeup(
        game,
        game.latest().map(latest -> boards.get(id, latest.tick())),
        open,
        prices(id, open),
        leaderboard.list(id, LEADERS, Optional.empty()).items(),
        feed.list(id, FEED, Optional.empty()).items());
  }

  private LineChart prices(String game, List<MarketView> open) {
    var now = time.instant();
    return new LineChart(
        open.stream()
            .map(each -> LineChart.price(each.question(), markets.prices(game, each.id()), now))
            .toList());
  }
}
