package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The admin API for providers. */
@Path("/api/admin/providers")
@RunOnVirtualThread
@Tag(name = "Providers")
public class ProvidersResource {

  private static final String ONE = "/{id}";

  private final ProviderEditor editor;
  private final Settings settings;
  private final ChatProviders chats;

  ProvidersResource(ProviderEditor editor, Settings settings, ChatProviders chats) {
    this.editor = editor;
    this.settings = settings;
    this.chats = chats;
  }

  /** A page of providers. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listProviders",
      summary = "The providers in the order in which the chain tries them")
  public Page<ListedProvider> list(
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var view = settings.current();
    return Page.counted(
        cursor,
        from ->
            view.providers().inOrder().stream()
                .skip(from)
                .limit(limit.andOne())
                .map(provider -> listed(provider, view))
                .toList(),
        limit);
  }

  /** One provider. */
  @GET
  @Path(ONE)
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getProvider", summary = "One provider")
  public RestResponse<ListedProvider> get(@RestPath String id) {
    return tagged(new Provider(id), settings.current());
  }

  /** Adds a provider. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "addProvider",
      summary = "Adds a provider with the chat completions API of OpenAI",
      description =
          "All instances can use it within five seconds. It is last in the chain; change the order at /api/admin/ai-models. Its key is read from the environment variable keyVariable.")
  @APIResponse(
      responseCode = "201",
      description = "The provider was added",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListedProvider.class)))
  @APIResponse(responseCode = "409", description = "A provider with this id exists")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NewProvider.class)))
  public RestResponse<ListedProvider> add(
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode provider) {
    var id = ProviderBody.id(provider);
    var view = editor.add(id, provider, expected);
    return RestResponse.ResponseBuilder.<ListedProvider>created(
            URI.create("/api/admin/providers/" + id.id()))
        .entity(listed(id, view))
        .header(HttpHeaders.ETAG, IfMatch.etag(view.version()))
        .build();
  }

  /** Changes a provider. */
  @PUT
  @Path(ONE)
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "replaceProvider",
      summary = "Replaces the definition of an added provider; effective with the next call")
  @APIResponse(
      responseCode = "200",
      description = "The new definition",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListedProvider.class)))
  @APIResponse(responseCode = "409", description = "The provider is built in or configured")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NewProvider.Replacement.class)))
  public RestResponse<ListedProvider> replace(
      @RestPath String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode provider) {
    var providerId = new Provider(id);
    return tagged(providerId, editor.replace(providerId, provider, expected));
  }

  /** Removes a provider. */
  @DELETE
  @Path(ONE)
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "removeProvider",
      summary = "Removes an added provider with its settings and its registered models",
      description = "Its past calls and their cost stay in the ledger.")
  @APIResponse(responseCode = "204", description = "The provider was removed")
  @APIResponse(responseCode = "409", description = "The provider is built in or configured")
  public void remove(
      @RestPath String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected) {
    editor.remove(new Provider(id), expected);
  }

  private RestResponse<ListedProvider> tagged(Provider provider, SettingsView view) {
    return RestResponse.ResponseBuilder.ok(listed(provider, view))
        .header(HttpHeaders.ETAG, IfMatch.etag(view.version()))
        .build();
  }

  private ListedProvider listed(Provider provider, SettingsView view) {
    var definition =
        view.providers().find(provider).orElseThrow(() -> ProviderEditor.missing(provider, view));
    return ListedProvider.of(definition, chats.of(definition).usable(), view);
  }
}
