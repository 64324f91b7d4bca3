package dev.ziggurat.babylon.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.rest.HouseResource;
import dev.ziggurat.babylon.rest.MarketsResource;
import dev.ziggurat.babylon.rest.StateFilter;
import dev.ziggurat.babylon.store.HouseView;
import dev.ziggurat.babylon.store.MarketState;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.console.ActionLine;
import dev.ziggurat.console.LineChart;
import dev.ziggurat.console.ListAddress;
import dev.ziggurat.console.PageLayout;
import dev.ziggurat.console.PageLayouts;
import dev.ziggurat.games.interventions.InterventionsResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.Intervention;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The markets of a game, and the page of one market. */
@Path("/console/markets")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class MarketsPage {

  private static final LimitParam SHOWN = new LimitParam(50);
  private static final LimitParam LATEST = new LimitParam(10);

  /**
   * The markets of one state.
   *
   * @param state {@code open, resolved, voided}
   */
  public record MarketGroup(String state, Page<MarketView> markets) {}

  /** An intervention and its action for display. */
  public record InterventionLine(Intervention intervention, ActionLine action) {}

  @CheckedTemplate(basePath = "babylon")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance markets(
        PageLayout frame,
        ListAddress list,
        List<MarketGroup> groups,
        Optional<HouseView> house,
        List<InterventionLine> done);

    static native TemplateInstance market(
        PageLayout frame,
        MarketView market,
        LineChart prices,
        Page<TradeView> trades,
        boolean first);
  }

  private final PageLayouts frames;
  private final MarketsResource markets;
  private final HouseResource house;
  private final InterventionsResource interventions;
  private final PriceLines prices;

  MarketsPage(
      PageLayouts frames,
      MarketsResource markets,
      HouseResource house,
      InterventionsResource interventions,
      PriceLines prices) {
    this.frames = frames;
    this.markets = markets;
    this.house = house;
    this.interventions = interventions;
    this.prices = prices;
  }

  /**
   * Renders the markets by state, open ones first, with the house and the interventions; with a
   * state or a part of the question, only those markets; with a state, from the cursor.
   */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game,
      @RestQuery("state") Optional<String> sentState,
      @RestQuery Optional<String> q,
      @RestQuery Optional<String> cursor) {
    var frame = frames.ofWorld(Babylon.KIND, "Markets", game).alive();
    var state = sentState.filter(word -> !word.isBlank());
    var part = q.filter(text -> !text.isBlank());
    var whole = state.isEmpty() && part.isEmpty();
    var states =
        state
            .map(word -> List.of(StateFilter.fromString(word).state()))
            .orElseGet(() -> List.of(MarketState.values()));
    return Templates.markets(
        frame,
        ListAddress.of("/console/markets")
            .fixed("game", frame.game().map(GameView::id))
            .filter("state", state)
            .filter("q", part),
        frame
            .game()
            .map(
                shown ->
                    states.stream()
                        .map(
                            each ->
                                group(
                                    shown.id(), each, part, cursor.filter(_ -> state.isPresent())))
                        .toList())
            .orElseGet(List::of),
        frame.game().filter(_ -> whole).map(shown -> house.get(shown.id())),
        frame.game().filter(_ -> whole).map(shown -> interventions(shown.id())).orElse(List.of()));
  }

  private List<InterventionLine> interventions(String game) {
    return interventions.list(game, LATEST, Optional.empty()).items().stream()
        .map(each -> new InterventionLine(each, ActionLine.of(each.action())))
        .toList();
  }

  private MarketGroup group(
      String game, MarketState state, Optional<String> part, Optional<String> cursor) {
    return new MarketGroup(
        state.word(), markets.list(game, SHOWN, cursor, Optional.of(new StateFilter(state)), part));
  }

  /** Renders one market: its price over time and its trades. */
  @GET
  @Path("/{market}")
  public TemplateInstance get(
      @RestPath String market,
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> cursor) {
    var frame = frames.ofWorld(Babylon.KIND, "Market " + market, game).alive();
    var id = frame.existingGame().id();
    var view = markets.get(id, market);
    return Templates.market(
        frame,
        view,
        prices.of(id, view),
        markets.trades(id, market, SHOWN, cursor),
        cursor.isEmpty());
  }
}
