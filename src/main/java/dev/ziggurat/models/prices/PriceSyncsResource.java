package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.models.NewModel;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The admin API for prices from a price list: a difference, and its confirmation. */
@Path("/api/admin/price-syncs")
@RunOnVirtualThread
@Tag(name = "Catalogue")
public class PriceSyncsResource {

  private static final String FILE = "file";
  private static final List<String> ALTERNATIVES =
      List.of(PriceListClient.URL, PriceListReader.MODELS);

  private final PriceSyncs syncs;
  private final PriceListClient client;

  PriceSyncsResource(PriceSyncs syncs, PriceListClient client) {
    this.syncs = syncs;
    this.client = client;
  }

  /**
   * The body of {@code POST}, for OpenAPI: an address, or the price list itself.
   *
   * @param url an https address of a price list
   * @param models a price list in the format of the catalogue
   */
  @Schema(
      name = "PriceListSource",
      description =
          "Either url, the https address of a price list, or the price list itself: in the format of the catalogue, or LiteLLM's model_prices_and_context_window.json")
  public record Source(
      @Schema(nullable = true, maxLength = OutgoingAddress.CHARACTERS) String url,
      @Schema(nullable = true, maxItems = 20_000) List<NewModel> models) {}

  /** Compares a price list with the catalogue. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "comparePrices",
      summary = "Compares a price list with the catalogue, and changes nothing",
      description =
          """
          The answer says which prices would change, which would be added, which models the list does not have any more, and which
          entries are wrong. It can be confirmed once, for an hour, and as long as settings and catalogue stay as they are. Models that are
          not in the catalogue are counted only.
          """)
  @APIResponse(
      responseCode = "201",
      description = "The difference",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PriceSync.class)))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Source.class)))
  public RestResponse<PriceSync> compare(JsonNode source) {
    if (source instanceof ObjectNode sent) {
      // Clients that are made from the OpenAPI document send the field that they leave out as null.
      ALTERNATIVES.stream().filter(field -> sent.path(field).isNull()).forEach(sent::remove);
    }
    var made =
        source != null && source.has(PriceListClient.URL)
            ? fetched(source)
            : syncs.compare(FILE, source);
    return RestResponse.status(RestResponse.Status.CREATED, made);
  }

  private PriceSync fetched(JsonNode source) {
    if (source.has(PriceListReader.MODELS)) {
      throw new InvalidField(
          PriceListReader.MODELS, "send either an address (url) or a price list, not both");
    }
    var url =
        Body.of(source, List.of(PriceListClient.URL))
            .line(PriceListClient.URL, OutgoingAddress.CHARACTERS)
            .required();
    return syncs.compare(url, client.fetch(url));
  }

  /** A difference that can still be confirmed. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getPriceSync", summary = "A difference that can still be confirmed")
  public PriceSync get(@RestPath UUID id) {
    return syncs.find(id).orElseThrow(() -> PriceSyncs.missing(id));
  }

  /** Applies a difference. */
  @POST
  @Path("/{id}/confirmation")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "confirmPriceSync",
      summary = "Applies exactly what a difference says: new price rows that begin today (UTC)",
      description =
          "Earlier price rows stay, and what was recorded keeps its cost. All instances use the new prices within seconds.")
  @APIResponse(
      responseCode = "200",
      description = "What was changed, with the new version of the settings",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PriceSync.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "Settings or catalogue have changed since, its day (UTC) is over, or the difference is empty")
  public PriceSync confirm(@RestPath UUID id) {
    return syncs.confirm(id);
  }
}
