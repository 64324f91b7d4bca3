package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.chain.Opened;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code POST /v1/chat/completions} as OpenAI has it, answered by the chain.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
@Path("/v1/chat/completions")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Gateway")
public class ChatCompletionsResource {

  private final Door door;
  private final Conversations conversations;
  private final ObjectReader json;

  ChatCompletionsResource(Door door, Conversations conversations, ObjectMapper json) {
    this.door = door;
    this.conversations = conversations;
    this.json = json.reader();
  }

  /** Answers whole, or piece by piece where the body says {@code "stream": true}. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(
      byte[] body, @Context HttpHeaders headers, @Context HttpServerResponse response) {
    door.enter();
    var asked = ChatBody.read(json, body);
    var conversation = conversations.begin(asked, headers);
    return switch (conversation.open()) {
      case Opened.Whole whole -> conversation.answer(whole.completion());
      case Opened.Streaming streaming -> {
        response.closeHandler(_ -> streaming.rest().abandon());
        yield conversation.stream(streaming);
      }
    };
  }
}
