package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.console.WorldPages.OverviewParts;
import dev.ziggurat.games.GameBudgetResource;
import dev.ziggurat.games.GameBudgetResource.GameBalances;
import dev.ziggurat.games.LeaderboardResource;
import dev.ziggurat.games.ticks.BoardResource;
import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.models.AiModelsResource;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.trigger.MissingSetup;
import dev.ziggurat.usage.UsageResource;
import dev.ziggurat.world.LeaderboardEntry;
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

/** All games in short, and one in detail. */
@Path("/console")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class OverviewPage {

  private static final LimitParam LEADERS = new LimitParam(12);
  private static final String HOUR = "hour";

  /**
   * One game in detail.
   *
   * @param board of its last tick; empty before the first
   * @param unit the name of a point of its score; empty without a score
   * @param spending its budgets and forecast
   * @param parts the parts of its world
   */
  public record GameDetail(
      GameView game,
      Optional<Board> board,
      Optional<String> unit,
      List<LeaderboardEntry> leaders,
      GameBalances spending,
      OverviewParts parts) {

    /** Whether its world has wallets. */
    public boolean hasWallets() {
      return leaders.stream().anyMatch(each -> each.wallet().isPresent());
    }
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance overview(
        PageLayout frame,
        List<ProviderStatus> providers,
        UsageReport today,
        Optional<GameDetail> detail,
        UsageCharts charts,
        GameClock clock,
        List<String> missing);
  }

  private final PageLayouts frames;
  private final AiModelsResource models;
  private final BoardResource boards;
  private final LeaderboardResource leaderboard;
  private final ScoreUnits units;
  private final NavItems navigation;
  private final UsageResource usage;
  private final GameBudgetResource budgets;
  private final MissingSetup setup;
  private final InstantSource time;

  OverviewPage(
      PageLayouts frames,
      AiModelsResource models,
      BoardResource boards,
      LeaderboardResource leaderboard,
      ScoreUnits units,
      NavItems navigation,
      UsageResource usage,
      GameBudgetResource budgets,
      MissingSetup setup,
      InstantSource time) {
    this.frames = frames;
    this.models = models;
    this.boards = boards;
    this.leaderboard = leaderboard;
    this.units = units;
    this.navigation = navigation;
    this.usage = usage;
    this.budgets = budgets;
    this.setup = setup;
    this.time = time;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> game) {
    var frame = frames.of("Overview", game).alive();
    return Templates.overview(
        frame,
        ProviderStatus.all(models.get().data(), frame.game()),
        today(),
        frame.game().map(this::detail),
        lastDay(),
        new GameClock(time.instant()),
        setup.find());
  }

  /** Cost and latency of all games in the last 24 hours, by provider and hour. */
  private UsageCharts lastDay() {
    var report =
        usage.get(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(HOUR),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return UsageCharts.of(report, report, HOUR);
  }

  /** The cost of all games since midnight UTC, by provider. */
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

  private GameDetail detail(GameView game) {
    var id = game.id();
    return new GameDetail(
        game,
        game.latest().map(latest -> boards.get(id, latest.tick())),
        units.of(game),
        leaderboard.list(id, LEADERS, Optional.empty()).items(),
        budgets.get(id),
        navigation
            .pages(game)
            .map(pages -> pages.overview(game))
            .orElseGet(() -> new OverviewParts(List.of(), List.of())));
  }
}
