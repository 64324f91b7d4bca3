package dev.ziggurat.babylon.rest;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.ConversationReader;
import dev.ziggurat.babylon.store.ConversationView;
import dev.ziggurat.babylon.store.MessageView;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The conversations of agents, for whoever operates the game. */
@Path("/api/games/{game}/conversations")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class ConversationsResource {

  private final BabylonGames games;
  private final ConversationReader conversations;

  ConversationsResource(BabylonGames games, ConversationReader conversations) {
    this.games = games;
    this.conversations = conversations;
  }

  /** A page of conversations. */
  @GET
  @Operation(
      operationId = "listConversations",
      summary = "The direct conversations and groups of agents, the latest opened first")
  public Page<ConversationView> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor,
      @Parameter(
              description = "The handle of an agent that is in them now, with or without an @",
              schema = @Schema(type = SchemaType.STRING, maxLength = 200))
          @QueryParam("agent")
          Optional<String> agent) {
    games.game(game);
    var handle =
        QueryFilter.text("agent", agent)
            .map(sent -> sent.startsWith("@") ? sent.substring(1) : sent);
    return Page.continued(
        cursor,
        from -> conversations.page(game, handle, from, limit.andOne()),
        limit,
        ConversationView::openedWith);
  }

  /** One conversation. */
  @GET
  @Path("/{conversation}")
  @Operation(operationId = "getConversation", summary = "One conversation")
  public ConversationView get(@RestPath String game, @RestPath String conversation) {
    games.game(game);
    return conversations
        .find(game, conversation)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "conversation: game %s has no conversation '%s'; …/conversations lists them"
                        .formatted(game, conversation)));
  }

  /** A page of a conversation's messages. */
  @GET
  @Path("/{conversation}/messages")
  @Operation(operationId = "listMessages", summary = "The messages of a conversation, newest first")
  public Page<MessageView> messages(
      @RestPath String game,
      @RestPath String conversation,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    get(game, conversation);
    return Page.continued(
        cursor,
        from -> conversations.messages(game, conversation, from, limit.andOne()),
        limit,
        MessageView::id);
  }
}
