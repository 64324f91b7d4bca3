package dev.ziggurat.babylon.rest;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.FeedItem;
import dev.ziggurat.babylon.store.FeedReader;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The feed of a game. */
@Path("/api/games/{game}/feed")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class FeedResource {

  private final BabylonGames games;
  private final FeedReader feed;

  FeedResource(BabylonGames games, FeedReader feed) {
    this.games = games;
    this.feed = feed;
  }

  /** A page of the feed. */
  @GET
  @Operation(operationId = "listFeed", summary = "Posts, comments and news, newest first")
  public Page<FeedItem> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    games.game(game);
    return Page.continued(
        cursor, from -> feed.page(game, from, limit.andOne()), limit, FeedItem::id);
  }
}
