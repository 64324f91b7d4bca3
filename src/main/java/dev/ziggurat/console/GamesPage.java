package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.WorldsResource;
import dev.ziggurat.games.WorldsResource.WorldView;
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

/** Lists, creates, edits, pauses, ticks and deletes games. */
@Path("/console/games")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class GamesPage {

  private static final int MAX_DELETED = 50;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance games(
        PageLayout frame,
        List<GameView> deleted,
        boolean moreDeleted,
        List<WorldView> worlds,
        GameClock clock);
  }

  private final PageLayouts frames;
  private final TickArchive archive;
  private final WorldsResource worlds;
  private final InstantSource time;

  GamesPage(PageLayouts frames, TickArchive archive, WorldsResource worlds, InstantSource time) {
    this.frames = frames;
    this.archive = archive;
    this.worlds = worlds;
    this.time = time;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance list() {
    var frame = frames.of("Games").alive();
    var deleted = archive.deletedGames(MAX_DELETED + 1);
    return Templates.games(
        frame,
        deleted.stream().limit(MAX_DELETED).toList(),
        deleted.size() > MAX_DELETED,
        worlds.list().items(),
        new GameClock(time.instant()));
  }
}
