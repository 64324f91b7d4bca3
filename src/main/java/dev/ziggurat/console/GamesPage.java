package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GamesResource;
import dev.ziggurat.games.WorldsResource;
import dev.ziggurat.games.WorldsResource.WorldView;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.ledger.GameBudgetView;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Lists, creates, edits, pauses, ticks and deletes games. */
@Path("/console/games")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class GamesPage {

  private static final LimitParam SHOWN = new LimitParam(50);
  private static final int MAX_DELETED = 50;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance games(
        PageLayout frame,
        ListAddress list,
        Page<GameView> games,
        List<GameView> deleted,
        boolean moreDeleted,
        List<WorldView> worlds,
        GameClock clock,
        GameBudgetView noBudget);
  }

  private final PageLayouts frames;
  private final GamesResource games;
  private final TickArchive archive;
  private final WorldsResource worlds;
  private final InstantSource time;

  GamesPage(
      PageLayouts frames,
      GamesResource games,
      TickArchive archive,
      WorldsResource worlds,
      InstantSource time) {
    this.frames = frames;
    this.games = games;
    this.archive = archive;
    this.worlds = worlds;
    this.time = time;
  }

  /** Renders the page; the filters are those of the REST API. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> q,
      @RestQuery Optional<String> state,
      @RestQuery Optional<String> cursor) {
    var deleted = archive.deletedGames(MAX_DELETED + 1);
    return Templates.games(
        frames.of("Games").alive(),
        ListAddress.of("/console/games").filter("q", q).filter("state", state),
        games.list(new BooleanParam(false), q, state, SHOWN, cursor),
        deleted.stream().limit(MAX_DELETED).toList(),
        deleted.size() > MAX_DELETED,
        worlds.list().items(),
        new GameClock(time.instant()),
        GameBudgetView.of(GameBudget.NONE));
  }
}
