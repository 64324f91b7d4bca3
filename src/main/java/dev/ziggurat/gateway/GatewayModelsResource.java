package dev.ziggurat.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.keys.KeyModels;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
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
   * 2026-01-01, for models whose release is unknown: clients that show or sort by it take 0 for
   * 1970.
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
   * @param created when it was released, in seconds since 1970; 2026-01-01 when that is unknown
   * @param ownedBy the providers that serve it, in the order of the chain
   * @param contextWindow input and output together, in tokens, at the first provider that has a
   *     known one; null when unknown
   * @param maxOutputTokens the same of the output
   * @param capabilities what it can do at one of the providers, in lower case: {@code chat} or
   *     {@code embeddings}, and what else the catalogue tells; null for {@code auto}
   */
  @RegisterForReflection
  @Schema(name = "GatewayModel")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(
      String id,
      String object,
      long created,
      @JsonProperty("owned_by") String ownedBy,
      @Schema(nullable = true) @JsonProperty("context_window") Integer contextWindow,
      @Schema(nullable = true) @JsonProperty("max_output_tokens") Integer maxOutputTokens,
      @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_NULL)
          List<String> capabilities) {}

  /** Every available and allowed model, each name once, and {@code auto}; in the same order. */
  @GET
  @Operation(
      operationId = "listGatewayModels",
      summary = "The models that the caller may use, and auto: the admin's choice")
  public Models list(@Context HttpServerRequest request) {
    var allowed = allowed(gatewayAuthenticator.authenticate(request));
    var served = new LinkedHashMap<String, List<Offer>>();
    served.put(GatewayModelNames.AUTO, List.of());
    catalogue.offers().stream()
        .filter(allowed)
        .forEach(
            offer -> served.computeIfAbsent(offer.model().id(), _ -> new ArrayList<>()).add(offer));
    catalogue
        .localNames()
        .forEach(
            (name, meaning) -> {
              var offers = meaning.offers().stream().filter(allowed).toList();
              if (!offers.isEmpty()) {
                served.put(name, offers);
              }
            });
    return new Models("list", served.entrySet().stream().map(this::model).toList());
  }

  private Predicate<Offer> allowed(GatewayCaller gatewayCaller) {
    return gatewayCaller.key().map(key -> keyModels.allowed(key.terms())).orElse(_ -> true);
  }

  private Model model(Map.Entry<String, List<Offer>> served) {
    return model(served.getKey(), served.getValue());
  }

  /**
   * @param offers empty for {@code auto}
   */
  private Model model(String id, List<Offer> offers) {
    return new Model(
        id,
        "model",
        offers.stream()
            .flatMap(offer -> catalogue.released(offer).stream())
            .min(Comparator.naturalOrder())
            .map(day -> day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
            .orElse(CREATED),
        offers.isEmpty()
            ? "ziggurat"
            : String.join(", ", offers.stream().map(offer -> offer.provider().id()).toList()),
        firstKnown(offers, UpstreamModel::contextTokens),
        firstKnown(offers, UpstreamModel::maxOutputTokens),
        offers.isEmpty() ? null : capabilities(offers));
  }

  private static Integer firstKnown(List<Offer> offers, ToIntFunction<UpstreamModel> limit) {
    var known = offers.stream().map(Offer::model).mapToInt(limit).filter(tokens -> tokens > 0);
    return known.boxed().findFirst().orElse(null);
  }

  private static List<String> capabilities(List<Offer> offers) {
    var can = EnumSet.noneOf(Capability.class);
    offers.forEach(offer -> can.addAll(offer.model().capabilities()));
    var chats =
        offers.stream()
            .anyMatch(offer -> dev.ziggurat.llm.Operation.CHAT.isServedBy(offer.model()));
    return Stream.concat(
            chats ? Stream.of(dev.ziggurat.llm.Operation.CHAT.id()) : Stream.empty(),
            can.stream().map(capability -> capability.name().toLowerCase(Locale.ROOT)))
        .toList();
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
    return model(id, offers);
  }
}
