package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.admin.FeedResource;
import dev.ziggurat.admin.LeaderboardResource;
import dev.ziggurat.admin.Limit;
import dev.ziggurat.admin.play.MarketsResource;
import dev.ziggurat.babylon.store.FeedItem;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.Standing;
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
import org.jboss.resteasy.reactive.RestQuery;

/** All games at a glance, and one of them from close by. */
@Path("/console")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class OverviewPage {

  private static final Limit FEED = new Limit(20);
  private static final Limit MARKETS = new Limit(6);
  private static final Limit LEADERS = new Limit(12);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance overview(
        Frame frame, List<MarketView> markets, List<Standing> leaders, List<FeedItem> feed);
  }

  private final Frames frames;
  private final MarketsResource markets;
  private final LeaderboardResource leaderboard;
  private final FeedResource feed;

  OverviewPage(
      Frames frames, MarketsResource markets, LeaderboardResource leaderboard, FeedResource feed) {
    this.frames = frames;
    this.markets = markets;
    this.leaderboard = leaderboard;
    this.feed = feed;
  }

  /** The overview. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> game) {
    var frame = frames.of("Overview", game);
    if (frame.game().isEmpty()) {
      return Templates.overview(frame, List.of(), List.of(), List.of());
    }
    var id = frame.game().get().id();
    return Templates.overview(
        frame,
        markets.list(id, Optional.empty(), MARKETS, Optional.empty()).items(),
        leaderboard.list(id, LEADERS, Optional.empty()).items(),
        feed.list(id, FEED, Optional.empty()).items());
  }
}
