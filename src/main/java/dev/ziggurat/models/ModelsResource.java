package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The admin API for the catalogue of models. Ids contain slashes, so the rest of the path is the
 * id, with plain slashes or {@code %2F}.
 */
@Path("/api/admin/models")
@RunOnVirtualThread
@Tag(name = "Catalogue")
public class ModelsResource {

  private static final String ONE = "/{provider}/{id:.+}";

  private final Catalogue catalogue;
  private final CatalogueEditor editor;
  private final Settings settings;
  private final InstantSource time;

  ModelsResource(
      Catalogue catalogue, CatalogueEditor editor, Settings settings, InstantSource time) {
    this.catalogue = catalogue;
    this.editor = editor;
    this.settings = settings;
    this.time = time;
  }

  /** A page of models. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listModels",
      summary = "The models of the catalogue by provider, with limits, prices and successors")
  public Page<ListedModel> list(
      @Parameter(
              description = "Part of the id or of another name, case-insensitive",
              schema = @Schema(type = SchemaType.STRING, maxLength = 200))
          @QueryParam("q")
          Optional<String> q,
      @Parameter(description = "Only models of this provider, such as wandb")
          @QueryParam("provider")
          Optional<String> provider,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var part = QueryFilter.text("q", q).map(text -> text.toLowerCase(Locale.ROOT));
    var only = QueryFilter.word("provider", provider, settings.providers().ids());
    return Page.counted(
        cursor,
        from ->
            catalogue.listings().stream()
                .filter(
                    listing -> only.filter(id -> !listing.entry().provider().equals(id)).isEmpty())
                .filter(listing -> part.filter(text -> !isNamed(listing, text)).isEmpty())
                .skip(from)
                .limit(limit.andOne())
                .map(listing -> ListedModel.of(listing, today()))
                .toList(),
        limit);
  }

  private static boolean isNamed(Listing listing, String part) {
    var entry = listing.entry();
    return Stream.of(Stream.of(entry.id()), names(entry.aliases()), names(entry.localNames()))
        .flatMap(names -> names)
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(part));
  }

  private static Stream<String> names(List<String> further) {
    return Stream.ofNullable(further).flatMap(List::stream);
  }

  /** One model. */
  @GET
  @Path(ONE)
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getModel", summary = "One model of the catalogue")
  public RestResponse<ListedModel> get(@RestPath String provider, @RestPath String id) {
    return tagged(listed(known(provider), id), settings.current());
  }

  /** Registers a model. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "registerModel",
      summary = "Registers a model of a provider; all instances can use it within seconds")
  @APIResponse(
      responseCode = "201",
      description = "The model is registered; all instances can use it within seconds",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListedModel.class)))
  @APIResponse(responseCode = "409", description = "The provider already has a model of this id")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NewModel.class)))
  public RestResponse<ListedModel> register(
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode model) {
    var entry = ModelBody.read(model, settings.providers());
    return ListedModel.registered(editor.register(entry, expected), today());
  }

  /** Changes or retires a model. */
  @PATCH
  @Path(ONE)
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "changeModel",
      summary = "Changes a model, or retires it with a shutDown day and a successor",
      description =
          "Prices are added to the known ones. Without `from` a price applies from today on, with `from: null` always. `prices: null` clears all prices.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NewModel.Change.class)))
  public RestResponse<ListedModel> change(
      @RestPath String provider,
      @RestPath String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode change) {
    var providerId = known(provider);
    var outcome =
        editor.change(providerId, id, expected, now -> ModelBody.change(change, now, today()));
    return tagged(listed(providerId, id), outcome.settings());
  }

  /** Undoes the changes of a model. */
  @DELETE
  @Path(ONE)
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "undoModel",
      summary =
          "Undoes the changes of a model: a shipped one gets its original entry, a registered one is removed")
  @APIResponse(
      responseCode = "200",
      description = "The original entry, or null if the model was removed",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Undone.class)))
  @APIResponse(responseCode = "409", description = "The model is in use, or has no changes to undo")
  public RestResponse<Undone> undo(
      @RestPath String provider,
      @RestPath String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected) {
    var outcome = editor.undo(known(provider), id, expected);
    return tagged(
        new Undone(outcome.listing().map(listing -> ListedModel.of(listing, today()))),
        outcome.settings());
  }

  /**
   * The result of undoing changes.
   *
   * @param model the original entry; null if the model was removed
   */
  @Schema(name = "UndoneModel")
  public record Undone(Optional<ListedModel> model) {}

  private ListedModel listed(Provider provider, String id) {
    return catalogue
        .listing(provider, id)
        .map(listing -> ListedModel.of(listing, today()))
        .orElseThrow(() -> CatalogueEditor.missing(provider.id(), id));
  }

  private static <T> RestResponse<T> tagged(T body, SettingsView now) {
    return RestResponse.ResponseBuilder.ok(body)
        .header(HttpHeaders.ETAG, IfMatch.etag(now.version()))
        .build();
  }

  private Provider known(String provider) {
    var providers = settings.providers();
    return providers
        .byId(provider)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "provider: '%s' does not exist; use one of %s".formatted(provider, providers)));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }
}
