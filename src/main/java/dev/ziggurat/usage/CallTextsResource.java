package dev.ziggurat.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.gateway.GatewayExchange;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.texts.CallText;
import dev.ziggurat.gateway.texts.CallTexts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The texts of gateway calls, where they are kept, and asking again. */
@Path("/api/admin/calls/{id}")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Tag(name = "Usage")
public class CallTextsResource {

  private final CallTexts texts;
  private final GatewayExchange gateway;
  private final ObjectMapper json;

  CallTextsResource(CallTexts texts, GatewayExchange gateway, ObjectMapper json) {
    this.texts = texts;
    this.gateway = gateway;
    this.json = json;
  }

  /** The texts of a call. */
  @GET
  @Path("/texts")
  @Operation(
      operationId = "getCallTexts",
      summary = "What a gateway call asked and was answered, if it was kept",
      description =
          """
          The texts of a key's calls are kept while the key has `keepsTexts`, without API keys and tokens, and for the time
          of `ziggurat.gateway.texts.keep`. What an agent was shown and answered is in its turn.
          """)
  public CallTextsView get(@RestPath String id, @Context UriInfo address) {
    return view(kept(id), address);
  }

  private CallText kept(String id) {
    return texts
        .find(QueryValue.id("id", id))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "id: the texts of call %s are not kept: its key must have keepsTexts when it is made, and they are deleted after %s"
                        .formatted(id, texts.keep())));
  }

  /** The texts of a call; empty if they are not kept. */
  public Optional<CallTextsView> find(String id, UriInfo address) {
    return texts.find(QueryValue.id("id", id)).map(text -> view(text, address));
  }

  private CallTextsView view(CallText text, UriInfo address) {
    var base = address.getBaseUri().toString().replaceFirst("/+$", "");
    return CallTextsView.of(text, base, texts.keep());
  }

  /** Sends the request of a call again. */
  @POST
  @Path("/repetitions")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "repeatCall",
      summary = "Sends the request of a call again, for an admin, without streaming",
      description =
          """
          The new call is the admin's: it is charged to no key, its answer does not come from the cache, and its texts
          are kept. The headers X-Ziggurat-Fallback, -Limit-Millis, -Max-Cost and -Tags act as at the gateway.
          """)
  @APIResponse(
      responseCode = "201",
      description = "The new call, answered or not",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RepeatedCall.class)))
  public Response repeat(
      @RestPath String id, @Context HttpHeaders headers, @Context UriInfo address) {
    var kept = kept(id);
    try {
      var repeated = gateway.repeat(kept.owner(), kept.api(), request(kept), headers);
      var location =
          address.getBaseUriBuilder().path(CallsResource.class).path(repeated.toString());
      return Response.created(location.build())
          .entity(new RepeatedCall(repeated, kept.callId()))
          .build();
    } catch (GatewayRefusal refused) {
      throw new BadRequestException(
          "id: the request cannot be sent again: " + refused.getMessage());
    }
  }

  private ObjectNode request(CallText kept) {
    if (kept.requestCut()) {
      throw new BadRequestException(
          "id: the request cannot be sent again: only its first %d characters are kept (ziggurat.gateway.texts.largest)"
              .formatted(texts.maxCharacters()));
    }
    try {
      return (ObjectNode) json.readTree(kept.request());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the request was JSON when it was kept", impossible);
    }
  }
}
