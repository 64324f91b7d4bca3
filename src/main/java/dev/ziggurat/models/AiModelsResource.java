package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.chain.CooldownReset;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.PastSettings;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The admin API for the choice of models and the health of providers. */
@Path("/api/admin/ai-models")
@RunOnVirtualThread
@Tag(name = "AI models")
public class AiModelsResource {

  private static final String FORCE = "force";

  private final AiModelsReader reader;
  private final SettingsEditor editor;
  private final Settings settings;
  private final SettingsStore store;
  private final ModelProbe probe;
  private final CooldownReset cooldownReset;
  private final Audit audit;

  AiModelsResource(
      AiModelsReader reader,
      SettingsEditor editor,
      Settings settings,
      SettingsStore store,
      ModelProbe probe,
      CooldownReset cooldownReset,
      Audit audit) {
    this.reader = reader;
    this.editor = editor;
    this.settings = settings;
    this.store = store;
    this.probe = probe;
    this.cooldownReset = cooldownReset;
    this.audit = audit;
  }

  /** The current settings, and keys, warnings and health of the providers. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "getAiModels",
      summary = "The models in use, the providers' health, and the models to choose from")
  public ModelsAnswer get() {
    return new ModelsAnswer(true, reader.read(settings.current()), Optional.empty());
  }

  /** Changes the settings. */
  @PUT
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "changeAiModels",
      summary = "Chooses models and switches providers on and off; effective with the next call")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ModelsChange.class)))
  public ModelsAnswer change(
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      @QueryParam(FORCE) @DefaultValue("false") BooleanParam force,
      JsonNode change) {
    var known = warnings();
    return answer(
        editor.change(ChoiceEdits.read(change, settings.providers()), expected, force.isSet()),
        known);
  }

  /** A page of versions. */
  @GET
  @Path("/history")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listAiModelsHistory",
      summary = "Every version of the settings, newest first, with who made it and what it changed")
  public Page<PastVersion> history(
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    return Page.continued(
        cursor,
        from ->
            store.history(from.map(Long::parseLong).orElse(Long.MAX_VALUE), limit.andOne()).stream()
                .map(PastVersion::of)
                .toList(),
        limit,
        version -> Long.toString(version.version()));
  }

  /** Restores an earlier version. */
  @POST
  @Path("/history/{version}/restore")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "restoreAiModels",
      summary =
          "Restores the choices of an earlier version, as a new version; budgets of providers stay as they are")
  public ModelsAnswer restore(
      @RestPath long version,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      @QueryParam(FORCE) @DefaultValue("false") BooleanParam force) {
    var known = warnings();
    return answer(editor.restore(past(version), expected, force.isSet()), known);
  }

  /** Sends one test request to a provider. */
  @POST
  @Path("/test")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "testAiModel",
      summary =
          "Sends one test request to a provider: returns its answer, or with success false the failure and advice")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ProbeRequest.class)))
  public ProbeAnswer test(JsonNode request) {
    return probe.ask(request);
  }

  /** Ends cooldowns. */
  @DELETE
  @Path("/cooldowns")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "endCooldowns",
      summary =
          "Ends all cooldowns, so that providers are called again at once, for example after a new key",
      description =
          "Effective with the next call here, and within five seconds on other instances. Circuit breakers of this instance are closed, too. A provider that still fails gets a new cooldown.")
  @APIResponse(responseCode = "204", description = "The cooldowns have ended")
  public void endCooldowns(
      @Parameter(description = "Only cooldowns of this provider, such as wandb")
          @QueryParam("provider")
          Optional<String> provider) {
    var id = provider.map(this::known);
    cooldownReset.reset(
        id,
        ended ->
            audit.record(
                "ai-models.end-cooldowns",
                id.map(each -> "ai-models/" + each.id()).orElse("ai-models"),
                Map.of("cooldowns", ended)));
  }

  private Provider known(String id) {
    var providers = settings.providers();
    return providers
        .byId(id)
        .orElseThrow(() -> new BadRequestException("provider: must be one of " + providers));
  }

  private PastSettings past(long version) {
    return store
        .find(version)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "version: there is no version " + version + "; …/history lists them"));
  }

  private List<String> warnings() {
    return reader.read(settings.current()).warnings();
  }

  /**
   * The answer to a change; its message has only the warnings that the change brought.
   *
   * @param known the warnings before the change
   */
  private ModelsAnswer answer(SettingsEditor.Outcome outcome, List<String> known) {
    var data = reader.read(outcome.view());
    var brought = data.warnings().stream().filter(each -> !known.contains(each)).toList();
    return new ModelsAnswer(true, data, Optional.of(ChangeMessage.of(outcome, brought)));
  }
}
