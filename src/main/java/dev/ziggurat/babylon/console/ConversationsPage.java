package dev.ziggurat.babylon.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.rest.ConversationsResource;
import dev.ziggurat.babylon.store.ConversationView;
import dev.ziggurat.babylon.store.MessageView;
import dev.ziggurat.console.ListAddress;
import dev.ziggurat.console.PageLayout;
import dev.ziggurat.console.PageLayouts;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
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

/** The conversations of a game's agents, and the messages of one. */
@Path("/console/conversations")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class ConversationsPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "babylon")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance conversations(
        PageLayout frame, ListAddress list, Page<ConversationView> conversations, boolean first);

    static native TemplateInstance conversation(
        PageLayout frame,
        ConversationView conversation,
        Page<MessageView> messages,
        boolean newest);
  }

  private final PageLayouts frames;
  private final ConversationsResource conversations;

  ConversationsPage(PageLayouts frames, ConversationsResource conversations) {
    this.frames = frames;
    this.conversations = conversations;
  }

  /** Renders the conversations, the latest opened first; those of an agent, if one is named. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> agent,
      @RestQuery Optional<String> cursor) {
    var frame = frames.ofWorld(Babylon.KIND, "Conversations", game).alive();
    var handle = agent.filter(text -> !text.isBlank());
    return Templates.conversations(
        frame,
        ListAddress.of("/console/conversations")
            .fixed("game", frame.game().map(GameView::id))
            .filter("agent", handle),
        frame
            .game()
            .map(shown -> conversations.list(shown.id(), SHOWN, cursor, handle))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty())),
        cursor.isEmpty());
  }

  /** Renders one conversation with its messages, newest first. */
  @GET
  @Path("/{conversation}")
  public TemplateInstance get(
      @RestPath String conversation,
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> cursor) {
    var frame = frames.ofWorld(Babylon.KIND, "Conversation", game).alive();
    var id = frame.existingGame().id();
    return Templates.conversation(
        frame,
        conversations.get(id, conversation),
        conversations.messages(id, conversation, SHOWN, cursor),
        cursor.isEmpty());
  }
}
