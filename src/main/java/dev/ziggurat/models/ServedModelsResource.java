package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.WireFormat;
import dev.ziggurat.provider.openai.ServedModels;
import dev.ziggurat.provider.openai.ServedModels.Served;
import dev.ziggurat.settings.Settings;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The admin API for models that a provider's server serves, such as a vLLM or llama.cpp of one's
 * own: with what the server tells of them they are registered by their name alone.
 */
@Path("/api/admin/served-models")
@RunOnVirtualThread
@Tag(name = "Catalogue")
public class ServedModelsResource {

  private static final int SHOWN = 10;

  private final ServedModels served;
  private final Catalogue catalogue;
  private final CatalogueEditor editor;
  private final Settings settings;
  private final ModelsConfig config;
  private final InstantSource time;

  ServedModelsResource(
      ServedModels served,
      Catalogue catalogue,
      CatalogueEditor editor,
      Settings settings,
      ModelsConfig config,
      InstantSource time) {
    this.served = served;
    this.catalogue = catalogue;
    this.editor = editor;
    this.settings = settings;
    this.config = config;
    this.time = time;
  }

  /**
   * The body of a registration, for OpenAPI.
   *
   * @param free whether the model costs nothing; otherwise its price is unknown
   */
  @Schema(name = "ServedModelRegistration")
  public record Registration(
      @Schema(required = true, examples = "wandb") String provider,
      @Schema(required = true, maxLength = 200, examples = "tiny/llama") String id,
      @Schema(nullable = true, defaultValue = "false") Boolean free) {}

  /** A page of what a server serves. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listServedModels",
      summary = "The models that the server of a provider says it serves, asked for now")
  @APIResponse(
      responseCode = "200",
      description = "The models, and which of them are in the catalogue")
  @APIResponse(responseCode = "502", description = "The server does not tell")
  public Page<ServedModel> list(
      @Parameter(required = true, description = "A provider with the chat completions API")
          @QueryParam("provider")
          Optional<String> provider,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var definition =
        definition(
            provider
                .flatMap(settings.providers()::byId)
                .orElseThrow(
                    () ->
                        new BadRequestException(
                            "provider: must be one of " + settings.providers())));
    var models = served(definition);
    return Page.counted(
        cursor,
        from ->
            models.stream()
                .skip(from)
                .limit(limit.andOne())
                .map(model -> described(definition.provider(), model))
                .toList(),
        limit);
  }

  /** Registers a model with what its server tells. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "registerServedModel",
      summary =
          "Registers a model that a provider's server serves, with the context window that it tells",
      description =
          "Its price is unknown, or zero with `free: true`. While it is unknown, so are its costs, and whatever has a budget skips it; PATCH /api/admin/models states it later.")
  @APIResponse(
      responseCode = "201",
      description = "The model is registered; all instances can use it within seconds",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListedModel.class)))
  @APIResponse(responseCode = "409", description = "The provider already has a model of this id")
  @APIResponse(responseCode = "502", description = "The server does not tell what it serves")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Registration.class)))
  public RestResponse<ListedModel> register(
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode registration) {
    var body = Body.of(registration, List.of("provider", "id", "free"));
    var provider = body.oneOf("provider", settings.providers().ids()).map(Provider::new).required();
    var id = ServedModelCheck.in(body, "id").required();
    var free = body.flag("free").orElse(false);
    var models = served(definition(provider));
    var model =
        models.stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> body.wrong("id", notServed(provider, models)));
    var outcome = editor.register(ServedModel.of(provider, model, false).entry(free), expected);
    return ListedModel.registered(outcome, today());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }

  private static String notServed(Provider provider, List<Served> models) {
    return "is not served by %s; it serves %s"
        .formatted(
            provider.id(),
            models.isEmpty()
                ? "nothing"
                : models.stream().limit(SHOWN).map(Served::id).collect(Collectors.joining(", ")));
  }

  private ProviderDefinition definition(Provider provider) {
    var definition = settings.providers().get(provider);
    if (definition.wire() != WireFormat.OPENAI) {
      throw new BadRequestException(
          "provider: %s does not tell what it serves in OpenAI's format".formatted(provider.id()));
    }
    return definition;
  }

  private List<Served> served(ProviderDefinition definition) {
    try {
      return served.list(definition, config.test().limit());
    } catch (ProviderFailure failure) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_GATEWAY,
          "%s does not tell which models it serves: %s"
              .formatted(definition.id(), failure.details().message()));
    }
  }

  private ServedModel described(Provider provider, Served model) {
    return ServedModel.of(
        provider, model, catalogue.offer(provider, List.of(model.id())).isPresent());
  }
}
