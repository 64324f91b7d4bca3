package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GamesResource;
import dev.ziggurat.games.WorldsResource;
import dev.ziggurat.games.WorldsResource.WorldView;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
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

/** Lists, creates, edits, pauses, ticks and deletes games. */
@Path("/console/games")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class GamesPage {

  private static final LimitParam MAX_DELETED = new LimitParam(100);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance games(
        PageLayout frame, List<GameView> deleted, List<WorldView> worlds, GameClock clock);
  }

  private final PageLayouts frames;
  private final GamesResource games;
  private final WorldsResource worlds;
  private final InstantSource time;

  GamesPage(PageLayouts frames, GamesResource games, WorldsResource worlds, InstantSource time) {
    this.frames = frames;
    this.games = games;
    this.worlds = worlds;
    this.time = time;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance list() {
    var frame = frames.of("Games").alive();
    return Templates.games(
        frame,
        games.list(new BooleanParam(true), MAX_DELETED, Optional.empty()).items(),
        worlds.list().items(),
        new GameClock(time.instant()));
  }
}
