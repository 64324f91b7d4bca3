package dev.ziggurat.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.catalogue.Resolution;
import dev.ziggurat.gateway.keys.KeyModels;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /v1/models} in OpenAI's format: the models that can be requested by name. */
@Path("/v1/models")
@PermitAll
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gateway")
public class GatewayModelsResource {

  /**
   * 2026-01-01, for every model: when it was made is unknown, and clients that show or sort by it
   * take 0 for 1970.
   */
  private static final long CREATED = 1_767_225_600;

  private final GatewayAuthenticator gatewayAuthenticator;
  private final Catalogue catalogue;
  private final GatewayModelNames names;
  private final KeyModels keyModels;

  GatewayModelsResource(
      GatewayAuthenticator gatewayAuthenticator,
      Catalogue catalogue,
      GatewayModelNames names,
      KeyModels keyModels) {
    this.gatewayAuthenticator = gatewayAuthenticator;
    this.catalogue = catalogue;
    this.names = names;
    this.keyModels = keyModels;
  }

  /** OpenAI's list object. */
  @RegisterForReflection
  @Schema(name = "GatewayModels")
  public record Models(String object, List<Model> data) {}

  /**
   * A model.
   *
   * @param created always the same: unknown
   * @param ownedBy the providers that serve it, in the order of the chain
   */
  @RegisterForReflection
  @Schema(name = "GatewayModel")
  public record Model(
      String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}

  /** Every available and allowed model, each name once, and {@code auto}. */
  @GET
  @Operation(
      operationId = "listGatewayModels",
      summary = "The models that the caller may use, and auto: the admin's choice")
  public Models list(@Context HttpServerRequest request) {
    var allowed = allowed(gatewayAuthenticator.authenticate(request));
    var owners = new LinkedHashMap<String, String>();
    owners.put(GatewayModelNames.AUTO, "ziggurat");
    catalogue.offers().stream()
        .filter(allowed)
        .forEach(
            offer ->
                owners.merge(
                    offer.model().id(), offer.provider().id(), (one, other) -> one + ", " + other));
    catalogue.localNames().forEach((name, meaning) -> addOwners(owners, name, meaning, allowed));
    return new Models(
        "list", owners.entrySet().stream().map(GatewayModelsResource::model).toList());
  }

  private static void addOwners(
      Map<String, String> owners, String name, Resolution meaning, Predicate<Offer> allowed) {
    var serving =
        meaning.offers().stream()
            .filter(allowed)
            .map(offer -> offer.provider().id())
            .collect(Collectors.joining(", "));
    if (!serving.isEmpty()) {
      owners.put(name, serving);
    }
  }

  private Predicate<Offer> allowed(GatewayCaller gatewayCaller) {
    return gatewayCaller.key().map(key -> keyModels.allowed(key.terms())).orElse(_ -> true);
  }

  private static Model model(Map.Entry<String, String> owned) {
    return new Model(owned.getKey(), "model", CREATED, owned.getValue());
  }

  /** One model, by any name of it. */
  @GET
  @Path("/{id: .+}")
  @Operation(
      operationId = "getGatewayModel",
      summary = "One model, by any name that calls may use; slashes need no encoding")
  public Model get(@RestPath String id, @Context HttpServerRequest request) {
    var gatewayCaller = gatewayAuthenticator.authenticate(request);
    var known = names.resolve(id);
    var offers = known.stream().filter(allowed(gatewayCaller)).toList();
    if (offers.isEmpty() && !known.isEmpty()) {
      throw GatewayRefusal.modelForbidden(
          "The key does not allow the model `%s`; it allows: %s"
              .formatted(id, KeyLimitMessages.models(gatewayCaller)));
    }
    var owners =
        offers.isEmpty()
            ? "ziggurat"
            : String.join(
                ", ", offers.stream().map(Offer::provider).map(each -> each.id()).toList());
    return new Model(id, "model", CREATED, owners);
  }
}
